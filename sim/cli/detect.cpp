// fleetdrill detect: a recording through security profiles, without playing anything.
#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "engine/examination.hpp"
#include "engine/report/detections.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/exports_file.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/play.hpp"
#include "sim/cli/recording.hpp"
#include "sim/cli/replay_rules.hpp"
#include "sim/cli/run_directory.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/recording_source.hpp"
#include "sim/wire/stop.hpp"

namespace cli {
namespace {

using Name = std::string_view;
constexpr std::array detect_keys{Name("observations"), Name("start"), Name("end"),
                                 Name("attachments")};
constexpr std::array detect_entries{Name("detect"), Name("detect.json"), Name("metrics"),
                                    Name("notifications.jsonl"), Name("report.txt")};

const ResultFolder detect_folder{.name = "folder of a replay",
                                 .mark = "detect.json",
                                 .mark_keys = detect_keys,
                                 .entries = detect_entries};

constexpr std::array options_of_detect{
    OptionCard{"custom-metrics", "F", "definitions of custom metrics, one or a list", true},
    OptionCard{"dimensions", "F", "definitions of dimensions, one or a list", true},
    OptionCard{"format", "text|json", "how it is told; text by default"},
    OptionCard{"inventory", "DIR", "the registry; default: the one that the recording names"},
    OptionCard{
        "out", "DIR",
        "keeps detect/, metrics/, notifications.jsonl and report.txt there; default: nothing"},
    OptionCard{
        "profile", "F[=TARGET]",
        "a security profile, and whom it is attached to: all/registered-things (the default), "
        "all/unregistered-things, all/things (the default without an inventory) or "
        "thinggroup/NAME",
        true},
    OptionCard{"threads", "N", "1 … 256; no result depends on it"},
};

std::vector<std::string> attachments_of(const engine::Rules& rules) {
    std::vector<std::string> attachments;
    for (const auto& one : rules.profiles) {
        for (const auto& target : one.targets)
            attachments.push_back(fmt::format("{} on {}", one.profile.name, target));
    }
    return attachments;
}

void replay(sim::RecordingSource& source, engine::Examination& examination, fleet::Time end,
            ExportsFile* exports, Progress& progress) {
    while (source.next(examination)) {
        sim::raise_if_stopped();
        const auto requests = examination.take_requests();
        if (exports != nullptr) exports->write(source.now(), requests.exports);
        progress.show(fmt::format("{}  {} observations", fleet::format_time(source.now()),
                                  source.observations()));
    }
    examination.conclude(end);
    if (exports != nullptr) exports->close();
    progress.clear();
}

void keep(const report::DetectStory& story, RunDirectory& directory) {
    const auto& folder = directory.folder();
    report::write_detect_files(story.findings, folder);
    report::write_notifications(story.findings, folder);
    fleet::write_file(folder / "report.txt", report::render_detections(story));
    const fleet::Json mark{{"observations", story.observations},
                           {"start", fleet::format_time(story.start)},
                           {"end", fleet::format_time(story.end)},
                           {"attachments", story.attachments},
                           {"reports", report_counts_json(story.findings.reports)}};
    fleet::write_file(folder / "detect.json", fleet::to_text(mark));
    directory.commit();
}

int run(const Options& options) {
    const std::vector<std::string> formats{"text", "json"};
    const auto format = options.word_or("format", formats, "text");
    const auto recording = recording_in(options.argument());
    const ReplayFiles files{.profiles = options.texts("profile"),
                            .custom_metrics = options.texts("custom-metrics"),
                            .dimensions = options.texts("dimensions")};
    if (files.profiles.empty())
        throw fleet::Error(
            "--profile is missing: which security profile is to judge?\n"
            "see fleetdrill detect --help");
    const auto threads = static_cast<unsigned>(options.number_or("threads", 0, 1, 256));
    Progress progress(!options.is_quiet(), options.is_verbose());
    std::optional<RunDirectory> directory;
    std::optional<ExportsFile> exports;
    if (options.has("out")) {
        directory.emplace(options.text("out"), detect_folder);
        exports.emplace(directory->folder());
    }
    sim::stop_on_signals();
    const auto header = sim::read_recording_header(recording);
    const auto inventory = inventory_of(options.text_or("inventory", ""), recording, header);
    const auto rules = replay_rules(files, inventory, header.start, header.end);
    for (const auto& note : rules.notes)
        if (!options.is_quiet()) std::fprintf(stderr, "fleetdrill: %s\n", note.c_str());
    fleet::Dictionary dictionary;
    dictionary.preload_things(inventory);
    dictionary.preload_certificates(inventory);
    progress.show("reading the names in the recording");
    sim::RecordingSource source(recording, header, dictionary);
    engine::Examination examination(inventory, rules, dictionary, workers_of(threads));
    replay(source, examination, header.end, exports ? &*exports : nullptr, progress);
    const report::DetectStory story{.start = header.start,
                                    .end = header.end,
                                    .observations = source.observations(),
                                    .clients = dictionary.clients.size(),
                                    .things = inventory.things.size(),
                                    .attachments = attachments_of(rules),
                                    .findings = examination.findings()};
    if (directory) keep(story, *directory);
    if (format == "json")
        fmt::print("{}", report::detections_json(story.findings));
    else if (!options.is_quiet() || !directory)
        fmt::print("{}", report::render_detections(story));
    if (directory && !options.is_quiet())
        std::fprintf(stderr, "results: %s\n", options.text("out").c_str());
    return 0;
}

}  // namespace

extern const Command detect{
    .name = "detect",
    .summary = "replays recorded observations through security profiles",
    .arguments = "OBSERVATIONS",
    .options = options_of_detect,
    .example =
        "fleetdrill detect runs/quickstart-7/observations.jsonl --profile "
        "scenarios/library/quickstart/baseline.profile.json",
    .run = run,
};

}  // namespace cli
