// fleetdrill run: one scenario, from the fleet to the report.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <future>
#include <thread>

#include "engine/report/report.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/play.hpp"
#include "sim/cli/run_directory.hpp"
#include "sim/cli/scenario_options.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/recording_writer.hpp"
#include "sim/wire/stop.hpp"

namespace cli {
namespace {

constexpr std::array options_of_run{
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
};

std::vector<const report::Format*> wanted_formats(const Options& options) {
    std::vector<std::string> names;
    for (const auto* format : report::formats()) names.emplace_back(format->name);
    std::vector<const report::Format*> formats;
    for (const auto& name : options.words_or("format", names, {"text"}))
        formats.push_back(report::format_named(name));
    return formats;
}

void write_results(const LoadedScenario& loaded, const Played& played,
                   std::span<const report::Format* const> formats,
                   const std::filesystem::path& folder) {
    const auto story = story_of(loaded, played);
    report::write_run_files(story, folder);
    for (const auto* format : formats)
        fleet::write_file(folder / format->file_name, format->render(story));
    write_run(loaded, played, folder);
}

int run(const Options& options) {
    const auto begin = std::chrono::steady_clock::now();
    const auto formats = wanted_formats(options);
    const auto threads =
        options.has("threads") ? static_cast<unsigned>(options.number_or("threads", 1, 1, 256)) : 0;
    const auto loaded = load_scenario(options.argument(), load_options(options));
    const auto transport = wanted_transport(options, TransportKind::broker);
    const auto target = options.text_or(
        "out", fmt::format("runs/{}-{}", loaded.scenario.name, loaded.scenario.seed));
    sim::stop_on_signals();  // from here on there is something to clean up
    RunDirectory directory(target);
    const auto& folder = directory.folder();

    std::optional<sim::RecordingWriter> recording;
    std::future<void> fleet_written;
    Progress progress(!options.is_quiet());
    const auto played = play(
        loaded, {.transport = transport,
                 .may_fall_back = !options.has("transport"),
                 .threads = threads,
                 .keeps_certificates = true,
                 .on_fleet =
                     [&](const fleet::Fleet& fleet, const fleet::Dictionary& dictionary,
                         const scenarios::Script& script) {
                         // The fleet is written down while it moves.
                         fleet_written = std::async(std::launch::async, [&] {
                             write_fleet(loaded, fleet, script, folder);
                         });
                         if (options.has("record"))
                             recording.emplace(folder / "observations.jsonl", fleet, dictionary,
                                               loaded.scenario.start, loaded.scenario.end());
                     },
                 .on_slice = options.has("record")
                                 ? [&](const fleet::Slice& slice) { recording->write(slice); }
                                 : std::function<void(const fleet::Slice&)>{},
                 .on_progress = [&](const std::string& line) { progress.show(line); },
                 .on_note =
                     [&](const std::string& note) {
                         progress.clear();
                         if (!options.is_quiet())
                             std::fprintf(stderr, "fleetdrill: %s\n", note.c_str());
                     }});
    if (recording) recording->close();
    fleet_written.get();
    progress.clear();
    write_results(loaded, played, formats, folder);
    auto timed = played.timing;
    timed.total_seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    write_timing(timed, played.transport, workers_of(threads).count, folder);
    directory.commit();
    if (!options.is_quiet()) {
        fmt::print("{}\nresults: {}\n",
                   report::render_text(story_of(loaded, played), may_colour(fileno(stdout))),
                   target);
    }
    return played.score.is_passed ? 0 : 1;
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
