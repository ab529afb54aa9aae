// fleetdrill merge: the shards of a run become the run that one process would have left.
#include <fmt/format.h>

#include <array>

#include "engine/detect/datapoint_part.hpp"
#include "fleet/base/error.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/run_results.hpp"
#include "sim/cli/shard_folder.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/observation_part.hpp"
#include "sim/wire/stop.hpp"

namespace cli {
namespace {

constexpr std::array options_of_merge{
    OptionCard{"out", "DIR", "where the results go; runs/SCENARIO-SEED by default"},
    OptionCard{"format", "F,F", "reports to write: text, json, junit; text by default"},
    OptionCard{"threads", "N", "1 … 256; no result depends on it"},
};

ShardInput open_parts(std::span<const StoredShard> shards) {
    ShardInput input;
    for (const auto& [folder, mark] : shards) {
        input.datapoints.emplace_back(folder / datapoints_file, engine::datapoints_kind,
                                      mark.datapoints_part);
        input.observations.emplace_back(folder / observations_file, sim::observations_kind,
                                        mark.observations_part);
        input.counts += mark.counts;
        input.observed += mark.observations;
    }
    return input;
}

LoadedScenario load_stored(const StoredShard& shard) {
    auto loaded = load_played(shard.folder);
    if (scenarios::scenario_hash(loaded.scenario) != shard.mark.scenario_hash)
        throw fleet::Error(fmt::format("{}: its scenario is not the one that shard.json speaks of",
                                       shard.folder.string()));
    return loaded;
}

int run(const Options& options) {
    RunResults results(options);
    if (options.arguments().empty())
        throw fleet::Error(
            "merge: which shards? Name the folder of each\nsee fleetdrill merge --help");
    const auto shards = gather_shards(options.arguments());
    const auto loaded = load_stored(shards.front());
    for (const auto& shard : std::span(shards).subspan(1)) load_stored(shard);  // or it is damaged
    auto input = open_parts(shards);
    Progress progress(!options.is_quiet(), options.is_verbose());
    PlayOptions play_as{.threads = static_cast<unsigned>(
                            options.has("threads") ? options.number_or("threads", 1, 1, 256) : 0),
                        .on_progress = [&](const std::string& line) { progress.show(line); }};
    const auto target = options.text_or(
        "out", fmt::format("runs/{}-{}", loaded.scenario.name, loaded.scenario.seed));
    sim::stop_on_signals();
    results.begin(target, loaded, shards.front().mark.is_recorded, play_as);
    const auto played = play_merged(loaded, play_as, std::move(input));
    progress.clear();
    return results.finish(loaded, played, play_as.threads);
}

}  // namespace

extern const Command merge{
    .name = "merge",
    .summary = "joins the shards of a run: audits, judges, scores and reports it",
    .arguments = "DIR...",
    .options = options_of_merge,
    .example = "fleetdrill merge runs/quickstart-7-shard-* --out runs/quickstart-7",
    .run = run,
};

}  // namespace cli
