#include "sim/cli/fuzz_trial.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "engine/detect/datapoint_part.hpp"
#include "engine/reference/reference.hpp"
#include "fleet/base/error.hpp"
#include "sim/cli/stage.hpp"
#include "sim/drill/shrink.hpp"
#include "sim/observation_part.hpp"
#include "sim/wire/stop.hpp"
#include "sim/wire/temporary_folder.hpp"

namespace cli {
namespace {

using drill::Verdict;

class Trying {
  public:
    Trying(LoadedScenario loaded, const TrialOptions& options)
        : rules_(loaded.rules), given_(std::move(loaded)), options_(options) {
        if (options.misread) options.misread(given_.rules);
    }

    Trial run() {
        std::vector<fleet::Slice> slices;
        const auto played = played_with({.threads = 1, .on_slice = [&](const fleet::Slice& slice) {
                                             slices.push_back(slice);
                                         }});
        Trial trial{.verdict = {}, .events = played.findings.violation_events.size()};
        trial.verdict = drill::alarms_alternate(played.findings);
        if (!trial.verdict) trial.verdict = drill::counts_conserve(played.counts, slices);
        if (!trial.verdict) trial.verdict = hold_against_reference(played, slices, trial);
        const auto agree = [&](const char* how, bool is_wanted, auto play_again) {
            if (is_wanted && !trial.verdict)
                trial.verdict = again(how, played.findings, play_again);
        };
        agree("threads", true, [&] { return played_with({.threads = 3}).findings; });
        agree("shards", options_.is_sharded, [&] { return merged(); });
        agree("broker", options_.is_over_broker, [&] {
            return played_with({.transport = TransportKind::broker, .threads = 1}).findings;
        });
        return trial;
    }

  private:
    /// What could be played once can be played in every way.
    template <class PlayAgain>
    static Verdict again(const char* how, const engine::Findings& findings, PlayAgain play_again) {
        try {
            return drill::findings_agree(how, findings, play_again());
        } catch (const fleet::Error& error) {
            sim::raise_if_stopped();
            return drill::Broken{how, error.what()};
        }
    }

    Played played_with(const PlayOptions& how) const {
        auto played = play(given_, how);
        if (options_.misstate) options_.misstate(played.findings);
        return played;
    }

    Verdict hold_against_reference(const Played& played, const std::vector<fleet::Slice>& slices,
                                   Trial& trial) const {
        if (!reference::covers(rules_)) return std::nullopt;
        const auto expected = reference::events_of({.inventory = played.fleet->inventory,
                                                    .names = *played.dictionary,
                                                    .slices = slices,
                                                    .start = given_.scenario.start,
                                                    .end = given_.scenario.end()},
                                                   rules_);
        trial.events_compared = drill::covered_events(played.findings, rules_).size();
        return drill::events_agree(played.findings, rules_, expected);
    }

    engine::Findings merged() const {
        constexpr std::uint32_t shards = 2;
        const sim::TemporaryFolder folder("fleetdrill-fuzz-");
        ShardInput input;
        for (std::uint32_t number = 0; number < shards; ++number) {
            const auto datapoints = folder.path() / fmt::format("datapoints-{}", number);
            const auto observations = folder.path() / fmt::format("observations-{}", number);
            fleet::PartWriter datapoint_part(datapoints, engine::datapoints_kind);
            fleet::PartWriter observation_part(observations, sim::observations_kind);
            const auto played =
                play_shard(given_, {.threads = 1}, {.number = number, .count = shards},
                           {.datapoints = datapoint_part, .observations = observation_part});
            input.counts += played.counts;
            input.observed += played.observations;
            input.datapoints.emplace_back(datapoints, engine::datapoints_kind,
                                          datapoint_part.close());
            input.observations.emplace_back(observations, sim::observations_kind,
                                            observation_part.close());
        }
        auto findings = play_merged(given_, {.threads = 1}, std::move(input)).findings;
        if (options_.misstate) options_.misstate(findings);
        return findings;
    }

    const engine::Rules rules_;
    LoadedScenario given_;  // to the engine
    const TrialOptions& options_;
};

}  // namespace

Trial try_scenario(const std::string& path, const TrialOptions& options,
                   const std::string& case_name) {
    return Trying(load_scenario(path, {.case_name = case_name}), options).run();
}

Trial try_scenario(const fleet::Json& scenario, const TrialOptions& options) {
    const sim::TemporaryFolder folder("fleetdrill-fuzz-");
    const auto file = folder.path() / "scenario.json";
    fleet::write_file(file, fleet::to_text(scenario));
    return try_scenario(file.string(), options);
}

fleet::Json shrink_broken(const fleet::Json& scenario, const drill::Broken& broken,
                          const TrialOptions& options, const std::function<void()>& on_candidate) {
    return drill::shrink(scenario, [&](const fleet::Json& candidate) {
        sim::raise_if_stopped();
        if (on_candidate) on_candidate();
        try {
            const auto verdict = try_scenario(candidate, options).verdict;
            return verdict && verdict->invariant == broken.invariant;
        } catch (const fleet::Error&) {
            return false;  // no scenario any more
        }
    });
}

}  // namespace cli
