// fleetdrill run: one scenario, from the fleet to the report.
#include <fmt/format.h>

#include <array>
#include <cstdio>

#include "engine/detect/datapoint_part.hpp"
#include "fleet/base/error.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/library.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/play.hpp"
#include "sim/cli/run_directory.hpp"
#include "sim/cli/run_results.hpp"
#include "sim/cli/scenario_options.hpp"
#include "sim/cli/shard_folder.hpp"
#include "sim/cli/shard_option.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/observation_part.hpp"
#include "sim/wire/stop.hpp"

namespace cli {
namespace {

constexpr std::array options_of_run{
    OptionCard{"case", "NAME", "of a scenario with cases: the one that is meant"},
    OptionCard{"seed", "N", "0 … 2^64-1; instead of the scenario's"},
    OptionCard{"transport", "broker|memory",
               "over a real Mosquitto, or in process; by default the former where the fleet fits"},
    OptionCard{"devices", "N", "scales the cohorts to N devices altogether"},
    OptionCard{"set", "PATH=VALUE",
               "changes the scenario, or a file it names: "
               "detect.profiles[0].profile.behaviors[Flood].criteria.value.count=80",
               true},
    OptionCard{"out", "DIR", "where the results go; runs/SCENARIO-SEED by default"},
    OptionCard{"format", "F,F", "reports to write: text, json, junit; text by default"},
    OptionCard{"record", "", "also writes observations.jsonl"},
    OptionCard{"threads", "N", "1 … 256; no result depends on it"},
    OptionCard{"shard", "I/N|auto",
               "plays part I of N, from 0, for merge to join; auto: as a Kubernetes Indexed Job, a "
               "Slurm array or mpirun says"},
    OptionCard{"resume", "", "with --shard: leaves a shard that is whole already as it is"},
};

unsigned wanted_threads(const Options& options) {
    return options.has("threads") ? static_cast<unsigned>(options.number_or("threads", 1, 1, 256))
                                  : 0;
}

PlayOptions play_options(const Options& options, Progress& progress) {
    return {.transport = wanted_transport(options, TransportKind::broker),
            .may_fall_back = !options.has("transport"),
            .threads = wanted_threads(options),
            .on_progress = [&](const std::string& line) { progress.show(line); },
            .on_note =
                [&](const std::string& note) {
                    progress.clear();
                    if (!options.is_quiet()) std::fprintf(stderr, "fleetdrill: %s\n", note.c_str());
                }};
}

int run_whole(const Options& options) {
    RunResults results(options);
    const auto loaded = load_scenario(scenario_meant(options.argument()), load_options(options));
    Progress progress(!options.is_quiet(), options.is_verbose());
    auto play_as = play_options(options, progress);
    const auto target = options.text_or(
        "out", fmt::format("runs/{}-{}", loaded.scenario.name, loaded.scenario.seed));
    sim::stop_on_signals();  // from here on there is something to clean up
    results.begin(target, loaded, options.has("record"), play_as);
    const auto played = play(loaded, play_as);
    progress.clear();
    return results.finish(loaded, played, play_as.threads);
}

/// A shard that is there already, whole and of this very run, need not be played again.
int run_shard(const Options& options, const scenarios::Shard& shard) {
    const auto begin = std::chrono::steady_clock::now();
    const auto loaded = load_scenario(scenario_meant(options.argument()), load_options(options));
    auto mark = mark_of(loaded, shard, options.has("record"));
    const auto target =
        options.text_or("out", fmt::format("runs/{}-{}-shard-{}-of-{}", loaded.scenario.name,
                                           loaded.scenario.seed, shard.number, shard.count));
    require_no_other_shard(target, mark);
    if (options.has("resume") && is_whole(target, mark)) {
        if (!options.is_quiet())
            fmt::print("shard {} is whole already: {}\n", text_of(shard), target);
        return 0;
    }
    Progress progress(!options.is_quiet(), options.is_verbose());
    const auto play_as = play_options(options, progress);
    sim::stop_on_signals();
    RunDirectory directory(target, shard_folder);
    const auto& folder = directory.folder();
    fleet::PartWriter datapoints(folder / datapoints_file, engine::datapoints_kind);
    fleet::PartWriter observations(folder / observations_file, sim::observations_kind);
    const auto played = play_shard(
        loaded, play_as, shard,
        {.datapoints = datapoints, .observations = observations, .is_recorded = mark.is_recorded});
    mark.observations = played.observations;
    mark.counts = played.counts;
    mark.datapoints_part = datapoints.close();
    mark.observations_part = observations.close();
    write_scenario(loaded, folder);
    auto timed = played.timing;
    timed.total_seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    write_timing(timed, played.transport, workers_of(play_as.threads).count, text_of(shard),
                 folder);
    write_mark(mark, folder);
    directory.commit();
    progress.clear();
    if (!options.is_quiet())
        fmt::print("shard {}: {}\nfleetdrill merge joins all {}\n", text_of(shard), target,
                   shard.count);
    return 0;
}

int run(const Options& options) {
    if (!options.has("shard")) {
        if (options.has("resume"))
            throw fleet::Error("--resume goes with --shard: it leaves a shard alone that is whole");
        return run_whole(options);
    }
    if (options.has("format"))
        throw fleet::Error(
            "--format: a shard judges nothing and has nothing to report; give it to "
            "merge");
    return run_shard(options, read_shard(options.text("shard"), environment_variable));
}

}  // namespace

extern const Command run_command{
    .name = "run",
    .summary = "plays a scenario: fleet, broker, audit and detect, score, report",
    .arguments = "SCENARIO",
    .options = options_of_run,
    .example = "fleetdrill run scenarios/library/quickstart --seed 7 --out A",
    .run = run,
};

}  // namespace cli
