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

bool recognises(const std::filesystem::path& folder) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(folder / "run.json", ignored) &&
           holds_inventory(folder);
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
    auto read = read_told_inventory(request);
    const auto recording = request.folder / "observations.jsonl";
    std::error_code ignored;
    if (std::filesystem::exists(recording, ignored)) {
        if (request.on_progress) request.on_progress("reading what was observed");
        read_recording(recording, request.at, last_audit_of(request.folder), read);
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
