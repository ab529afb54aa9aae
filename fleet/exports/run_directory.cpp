// What `run` left. With --record it tells who was connected and how the registry changed; without,
// it is a fleet as it stood at the start.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"
#include "fleet/exports/account_export.hpp"
#include "fleet/exports/recording.hpp"
#include "fleet/exports/told_inventory.hpp"

namespace fleet::exports {
namespace {

/// Told by more than one name, so that a run without its inventory is not taken for something else.
bool recognises(const std::filesystem::path& folder) {
    std::error_code ignored;
    return std::filesystem::exists(folder / "run.json", ignored) &&
           (std::filesystem::exists(folder / "truth.json", ignored) || holds_inventory(folder));
}

/// How many observations the run says that it made: what its recording must hold.
std::uint64_t observations_of(const std::filesystem::path& folder) {
    const auto document = read_json(folder / "run.json");
    const Json::json_pointer place("/counts/observations");
    if (!document.root().is_object() || !document.root().contains(place) ||
        !document.root()[place].is_number_unsigned())
        throw Error(fmt::format("{}: tells no counts.observations: it is not as `run` wrote it",
                                (folder / "run.json").string()));
    return document.root()[place].get<std::uint64_t>();
}

/// A run goes on, without traffic, until its last audit has ended.
Time last_audit_of(const std::filesystem::path& folder) {
    const auto file = folder / "audit" / "tasks.json";
    std::error_code ignored;
    Time last{};
    if (!std::filesystem::exists(file, ignored)) return last;
    const auto document = read_json(file);
    if (!document.root().is_array()) return last;
    for (const auto& task : document.root()) {
        if (!task.is_object() || !task.contains("taskStartTime")) continue;
        last = std::max(last, read_aws_time(task["taskStartTime"]).value_or(Time{}));
    }
    return last;
}

AccountExport read(const ExportRequest& request) {
    if (!holds_inventory(request.folder))
        throw Error(fmt::format("{}: is a run whose inventory/ is missing or cut; run it again",
                                request.folder.string()));
    const auto observations = observations_of(request.folder);
    auto read = read_told_inventory(request);
    const auto recording = request.folder / "observations.jsonl";
    std::error_code ignored;
    if (std::filesystem::exists(recording, ignored)) {
        if (request.on_progress) request.on_progress("reading what was observed");
        read_recording(recording,
                       {.at = request.at,
                        .quiet_until = last_audit_of(request.folder),
                        .observations = observations},
                       read);
    } else {
        read.inventory.unknown.add(Part::connections);
        read.notes.emplace_back(
            "the run was made without --record: the registry is as it was at the start");
    }
    return read;
}

}  // namespace

extern const ExportKind run_directory{.name = "a run", .recognises = recognises, .read = read};

}  // namespace fleet::exports
