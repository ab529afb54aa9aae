// One machine-readable summary of a run: what ran, how much was stated, and the score.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/report/report.hpp"

namespace report::formats_table {
namespace {

using fleet::Json;

Json counts(const engine::Findings& findings) {
    const auto alarms =
        std::ranges::count(findings.violation_events, engine::ViolationEventType::in_alarm,
                           &engine::ViolationEvent::type);
    return {{"auditTasks", findings.tasks.size()},
            {"auditFindings", findings.audit_findings.size()},
            {"violationEvents", findings.violation_events.size()},
            {"alarms", alarms},
            {"activeViolations", findings.active_violations.size()},
            {"notifications", findings.notifications.size()},
            {"operations", findings.operations.size()}};
}

std::string render(const Story& story) {
    Json json{{"title", story.title},
              {"scenario", story.name},
              {"seed", story.seed},
              {"devices", story.devices},
              {"start", fleet::format_time(story.start)},
              {"end", fleet::format_time(story.end)}};
    json["counts"] = counts(story.findings);
    json["score"] = score::to_json(story.score);
    return fleet::to_text(json);
}

}  // namespace

extern const Format json{.name = "json",
                         .file_name = "report.json",
                         .purpose = "a summary for programs: counts and the score",
                         .render = render};

}  // namespace report::formats_table
