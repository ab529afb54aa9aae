// The files of a run directory that hold what the engine stated, in AWS's own shapes
// (docs/run-files.md §2, §4 to §6).
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/aws_json.hpp"
#include "engine/report/detections.hpp"
#include "engine/report/report.hpp"
#include "engine/report/run_file_parts.hpp"

namespace report {
namespace {

using fleet::Json;

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

Json cloudwatch_value(const engine::CloudWatchValue& value) {
    Json dimensions = Json::object();
    for (const auto& [name, text] : value.dimensions) dimensions[name] = text;
    Json json{{"time", fleet::format_time(value.time)}, {"metric", value.metric}};
    json["dimensions"] = std::move(dimensions);
    json["value"] = value.value;
    return json;
}

}  // namespace

void write_run_files(const Story& story, const std::filesystem::path& folder) {
    const auto& findings = story.findings;
    const auto write = [&](const char* file, const Json& json) { write_json(folder / file, json); };
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
    write_detect_files(findings, folder);
    write("metrics/cloudwatch.json",
          object_of("values", array_of(findings.cloudwatch, cloudwatch_value)));
    write("score.json", score::to_json(story.score));
    write_lines(folder / "operations.jsonl", findings.operations, operation_line);
    write_notifications(findings, folder);
}

}  // namespace report
