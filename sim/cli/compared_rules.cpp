// One scenario or recording under two sets of rules: it is played once, and two engines are told.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "engine/second_opinion.hpp"
#include "fleet/base/error.hpp"
#include "sim/cli/compared_runs.hpp"
#include "sim/cli/library.hpp"
#include "sim/cli/play.hpp"
#include "sim/cli/recording.hpp"
#include "sim/cli/replay_rules.hpp"
#include "sim/cli/stage.hpp"
#include "sim/recording_source.hpp"
#include "sim/wire/stop.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

using TwoRuns = std::pair<report::ComparedRun, report::ComparedRun>;

report::ComparedRun run_of(const std::string& name, const LoadedScenario& loaded, Played& played) {
    return {.name = name,
            .story = fmt::format("{}, seed {}, {} devices", loaded.scenario.name,
                                 loaded.scenario.seed, played.fleet->devices.size()),
            .findings = std::move(played.findings),
            .score = report::figures_in(score::to_json(played.score))};
}

TwoRuns play_twice(const RulesQuestion& question) {
    auto loaded = load_scenario(scenario_meant(question.subject), question.load);
    const auto before = rules_with(loaded.rules, loaded.scenario, profile_files(question.before));
    const auto after = rules_with(loaded.rules, loaded.scenario, profile_files(question.after));
    loaded.rules = before;
    PlayOptions play_as{.threads = question.threads,
                        .on_progress = question.on_progress,
                        .on_note = question.on_note};
    auto played = prepare(loaded, play_as);
    for (const auto& note : after.notes)
        if (std::ranges::find(before.notes, note) == before.notes.end()) question.on_note(note);
    const auto& inventory = played.fleet->inventory;
    const auto workers = workers_of(question.threads);
    engine::Examination first(inventory, before, *played.dictionary, workers);
    engine::Examination second(inventory, after, *played.dictionary, workers);
    engine::SecondOpinion opinion(second);
    play_as.on_requests = [&](const engine::Requests& asked) { opinion.hold_against(asked); };
    simulate(loaded, play_as, first, {&opinion}, played);
    judge(loaded, first, played);
    auto of_before = run_of(question.before, loaded, played);
    loaded.rules = after;
    play_as.on_requests = {};
    if (opinion.has_diverged()) {
        auto again = play(loaded, play_as);
        return {std::move(of_before), run_of(question.after, loaded, again)};
    }
    judge(loaded, second, played);
    return {std::move(of_before), run_of(question.after, loaded, played)};
}

/// Tells two engines the same.
class Both final : public fleet::SliceListener {
  public:
    Both(engine::Examination& first, engine::Examination& second) : all_{&first, &second} {}

    void begin(const fleet::Slice& slice) override {
        for (auto* one : all_) one->begin(slice);
    }
    void expect(unsigned shares) override {
        for (auto* one : all_) one->expect(shares);
    }
    void take(unsigned share, std::span<const fleet::Observation> part) override {
        for (auto* one : all_) one->take(share, part);
    }
    void end() override {
        for (auto* one : all_) {
            one->end();
            one->take_requests();  // what came of them is in the recording
        }
    }

  private:
    std::array<engine::Examination*, 2> all_;
};

TwoRuns replay_twice(const RulesQuestion& question) {
    const auto recording = recording_in(question.subject);
    const auto header = sim::read_recording_header(recording);
    const auto inventory = inventory_of(question.inventory, recording, header);
    const auto rules_of = [&](const std::string& given) {
        auto rules = replay_rules({.profiles = profile_files(given),
                                   .custom_metrics = question.custom_metrics,
                                   .dimensions = question.dimensions},
                                  inventory, header.start, header.end);
        for (const auto& note : rules.notes) question.on_note(note);
        return rules;
    };
    const auto before = rules_of(question.before), after = rules_of(question.after);
    fleet::Dictionary dictionary;
    dictionary.preload_things(inventory);
    dictionary.preload_certificates(inventory);
    sim::RecordingSource source(recording, header, dictionary);
    const auto workers = workers_of(question.threads);
    engine::Examination first(inventory, before, dictionary, workers);
    engine::Examination second(inventory, after, dictionary, workers);
    Both both(first, second);
    while (source.next(both)) {
        sim::raise_if_stopped();
        question.on_progress(fmt::format("{}  {} observations", fleet::format_time(source.now()),
                                         source.observations()));
    }
    for (auto* one : {&first, &second}) one->conclude(header.end);
    const auto story =
        fmt::format("{} observations of {}", source.observations(), recording.string());
    const auto run = [&](const std::string& name, const engine::Examination& examination) {
        return report::ComparedRun{
            .name = name, .story = story, .findings = examination.findings(), .score = {}};
    };
    return {run(question.before, first), run(question.after, second)};
}

/// What is played: a scenario, one of the library, or that of a run which recorded nothing.
bool is_scenario(const fs::path& subject) {
    std::error_code ignored;
    if (!fs::exists(subject, ignored)) return true;
    return fs::is_directory(subject, ignored) ? fs::exists(subject / "scenario.json", ignored)
                                              : subject.extension() == ".json";
}

}  // namespace

TwoRuns judge_twice(const RulesQuestion& question) {
    if (is_scenario(question.subject)) {
        if (!question.inventory.empty() || !question.custom_metrics.empty() ||
            !question.dimensions.empty())
            throw fleet::Error(
                "--inventory, --custom-metrics and --dimensions go with a recording; a scenario "
                "has its own");
        return play_twice(question);
    }
    const auto& load = question.load;
    if (load.seed || load.devices || !load.sets.empty())
        throw fleet::Error("--seed, --devices and --set go with a scenario; a recording is over");
    std::error_code ignored;
    const fs::path folder(question.subject);
    if (fs::exists(folder / "scenario" / "scenario.json", ignored) &&
        !fs::exists(folder / "observations.jsonl", ignored)) {
        auto of_run = question;
        of_run.subject = (folder / "scenario").string();
        return play_twice(of_run);
    }
    return replay_twice(question);
}

}  // namespace cli
