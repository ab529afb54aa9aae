// For other programs, and for the next audit's --baseline: AWS's own shapes, and what was read.
#include <nlohmann/json.hpp>

#include "engine/aws_json.hpp"
#include "engine/report/audit_report.hpp"

namespace report {
namespace {

using fleet::Json;

Json unreadable_json(const AuditStory& story) {
    auto list = Json::array();
    for (const auto& problem : story.unreadable)
        list.push_back({{"file", problem.file}, {"reason", problem.message}});
    return list;
}

std::string render(const AuditStory& story) {
    const auto& task = story.findings.tasks.front();
    Json json{{"export", story.kind},
              {"at", fleet::format_time(story.at)},
              {"read", story.read},
              {"judged", story.judged()},
              {"unreadable", unreadable_json(story)},
              {"notes", std::vector<std::string>(story.notes.begin(), story.notes.end())}};
    json["task"]["taskId"] = task.task_id;
    json["task"].update(engine::to_json(task));
    auto& findings = json["findings"] = Json::array();
    auto known = Json::array();
    for (std::size_t i = 0; i < story.findings.audit_findings.size(); ++i) {
        const auto& finding = story.findings.audit_findings[i];
        findings.push_back(engine::to_json(finding));
        if (!story.is_new(i)) known.push_back(finding.finding_id);
    }
    if (!story.files.empty()) json["files"] = story.files;
    if (story.is_known) json["knownFindings"] = std::move(known);
    return fleet::to_text(json);
}

}  // namespace

namespace audits_table {
extern const AuditFormat json{.name = "json", .file_name = "audit.json", .render = render};
}

}  // namespace report
