// The files of a run directory that hold what the engine stated, in AWS's own shapes
// (docs/run-files.md §2, §4 to §6).
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "engine/aws_json.hpp"
#include "engine/report/report.hpp"

namespace report {
namespace {

using fleet::Json;

/// Compact JSON the engine kept as text goes out as it is: reading it would lose the three decimals
/// of its times. What is no JSON is written as a text.
std::string raw(const std::string& text) {
    return Json::accept(text) ? text : fleet::to_line(Json(text));
}

std::string behavior_json(const engine::Findings& findings, const std::string& profile,
                          const std::string& behavior) {
    const auto found = findings.behavior_json.find({profile, behavior});
    return found == findings.behavior_json.end() ? "{}" : found->second;
}

template <typename Items, typename ToJson>
Json array_of(const Items& items, ToJson to_json) {
    Json array = Json::array();
    for (const auto& item : items) array.push_back(to_json(item));
    return array;
}

Json object_of(std::string_view key, Json value) {
    Json object = Json::object();
    object[std::string(key)] = std::move(value);
    return object;
}

Json violation_events(const engine::Findings& findings) {
    std::vector<const engine::ViolationEvent*> events;
    for (const auto& event : findings.violation_events) events.push_back(&event);
    std::ranges::stable_sort(events, [](const auto* a, const auto* b) {
        return std::tuple(b->time, std::string_view(a->violation_id)) <
               std::tuple(a->time, std::string_view(b->violation_id));
    });
    return array_of(events, [&](const engine::ViolationEvent* event) {
        return engine::to_json(*event,
                               behavior_json(findings, event->profile_name, event->behavior_name));
    });
}

Json active_violations(const engine::Findings& findings) {
    return array_of(findings.active_violations, [&](const engine::ActiveViolation& violation) {
        return engine::to_json(
            violation, behavior_json(findings, violation.profile_name, violation.behavior_name));
    });
}

std::string operation_line(const engine::OperationRecord& record) {
    auto line =
        fmt::format(R"({{"time":"{}","operation":{},"request":{})", fleet::format_time(record.time),
                    fleet::to_line(record.operation), raw(record.request));
    if (record.error_code.empty())
        line += fmt::format(R"(,"response":{}}})", raw(record.response));
    else
        line +=
            fmt::format(R"(,"error":{{"code":{},"message":{}}}}})",
                        fleet::to_line(record.error_code), fleet::to_line(record.error_message));
    return line;
}

std::string notification_line(const engine::Notification& notification) {
    auto line = fmt::format(R"({{"topicArn":{},"message":{})",
                            fleet::to_line(notification.topic_arn), raw(notification.message));
    if (!notification.is_sent)
        line += fmt::format(R"(,"sent":false,"reason":{})", fleet::to_line(notification.why_not));
    return line + '}';
}

Json cloudwatch_value(const engine::CloudWatchValue& value) {
    Json dimensions = Json::object();
    for (const auto& [name, text] : value.dimensions) dimensions[name] = text;
    Json json{{"time", fleet::format_time(value.time)}, {"metric", value.metric}};
    json["dimensions"] = std::move(dimensions);
    json["value"] = value.value;
    return json;
}

template <typename Items, typename ToLine>
void write_lines(const std::filesystem::path& file, const Items& items, ToLine to_line) {
    std::string lines;
    for (const auto& item : items) lines += to_line(item) + '\n';
    fleet::write_file(file, lines);
}

}  // namespace

void write_run_files(const Story& story, const std::filesystem::path& folder) {
    const auto& findings = story.findings;
    const auto write = [&](const char* file, const Json& json) {
        std::error_code failure;
        std::filesystem::create_directories((folder / file).parent_path(), failure);
        if (failure)
            throw fleet::Error((folder / file).string() +
                               ": its folder cannot be made: " + failure.message());
        fleet::write_file(folder / file, fleet::to_text(json));
    };
    write("audit/tasks.json", array_of(findings.tasks, [](const engine::AuditTask& task) {
              // DescribeAuditTask does not repeat the id it was asked for; a file must.
              Json told;
              told["taskId"] = task.task_id;
              told.update(engine::to_json(task));
              return told;
          }));
    write("audit/findings.json",
          object_of("findings",
                    array_of(findings.audit_findings, [](const engine::AuditFinding& finding) {
                        return engine::to_json(finding);
                    })));
    write("detect/violation-events.json", object_of("violationEvents", violation_events(findings)));
    write("detect/active-violations.json",
          object_of("activeViolations", active_violations(findings)));
    write("metrics/cloudwatch.json",
          object_of("values", array_of(findings.cloudwatch, cloudwatch_value)));
    write("score.json", score::to_json(story.score));
    write_lines(folder / "operations.jsonl", findings.operations, operation_line);
    write_lines(folder / "notifications.jsonl", findings.notifications, notification_line);
}

}  // namespace report
