#include "sim/cli/stated_findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "engine/findings_reader.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/exports/aws_documents.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

void read_file(engine::FindingsReader& reader, const fs::path& file) {
    const auto content = fleet::read_file(file);
    for (const auto& [text, line] : fleet::exports::texts_in(content))
        reader.read(fleet::parse_json(text, file.string(), line));
}

/// What `run` leaves, or `audit` and `detect` with --out.
void read_folder(engine::FindingsReader& reader, const fs::path& folder) {
    bool is_any = false;
    if (fs::exists(folder / "audit/tasks.json"))
        reader.read_tasks(fleet::read_json(folder / "audit/tasks.json"));
    for (const auto* name : {"audit/findings.json", "audit.json", "detect/violation-events.json",
                             "detect/active-violations.json"}) {
        if (!fs::exists(folder / name)) continue;
        is_any = true;
        read_file(reader, folder / name);
    }
    if (!is_any)
        throw fleet::Error(
            fmt::format("{}: is a folder without audit/findings.json, audit.json and "
                        "detect/violation-events.json; give the files themselves",
                        folder.string()));
}

/// Does the file describe an audit whose findings were read?
bool describes_them(const fleet::Document& tasks, const engine::FindingsReader& reader) {
    const auto& root = tasks.root();
    return root.is_array() && std::ranges::any_of(root, [&](const fleet::Json& task) {
               const auto id = task.is_object() ? task.find("taskId") : task.end();
               return task.is_object() && id != task.end() && id->is_string() &&
                      reader.may_be_of(id->get<std::string>());
           });
}

/// What is in alarm was raised, told or not.
void raise_active(engine::Findings& findings) {
    using Alarm = std::tuple<std::string_view, std::string_view, std::string_view, fleet::Time>;
    std::set<Alarm> told;
    std::set<std::string_view> ids;
    for (const auto& event : findings.violation_events) {
        if (event.type != engine::ViolationEventType::in_alarm) continue;
        told.emplace(event.thing_name, event.profile_name, event.behavior_name, event.time);
        if (!event.violation_id.empty()) ids.insert(event.violation_id);
    }
    const auto is_told = [&](const engine::ActiveViolation& one) {
        return ids.contains(one.violation_id) ||
               told.contains(
                   {one.thing_name, one.profile_name, one.behavior_name, one.violation_start_time});
    };
    std::vector<engine::ViolationEvent> raised;
    for (const auto& one : findings.active_violations)
        if (!is_told(one))
            raised.push_back({.violation_id = one.violation_id,
                              .thing_name = one.thing_name,
                              .profile_name = one.profile_name,
                              .behavior_name = one.behavior_name,
                              .type = engine::ViolationEventType::in_alarm,
                              .time = one.violation_start_time,
                              .value = {}});
    auto& events = findings.violation_events;
    events.insert(events.end(), raised.begin(), raised.end());
    std::ranges::stable_sort(events, {}, [](const engine::ViolationEvent& event) {
        return std::tie(event.time, event.violation_id);
    });
}

}  // namespace

StatedFindings read_findings(const std::vector<std::string>& files, const fs::path& own_tasks) {
    engine::FindingsReader reader;
    std::error_code ignored;
    for (const auto& file : files) {
        if (fs::is_directory(file, ignored))
            read_folder(reader, file);
        else
            read_file(reader, file);
    }
    if (!reader.has_tasks() && reader.has_findings() && fs::exists(own_tasks, ignored)) {
        const auto tasks = fleet::read_json(own_tasks);
        if (describes_them(tasks, reader)) reader.read(tasks);
    }
    StatedFindings stated{.findings = {},
                          .has_audit = reader.has_findings(),
                          .has_detect = reader.has_violations(),
                          .are_tasks_told = reader.has_tasks()};
    stated.findings = reader.take();
    if (!stated.has_audit && !stated.has_detect)
        throw fleet::Error(
            "the files describe audits and list no findings: the answer of ListAuditFindings is "
            "missing");
    raise_active(stated.findings);
    return stated;
}

}  // namespace cli
