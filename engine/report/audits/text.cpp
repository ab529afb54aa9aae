// For people: what was read, what each check says, then every finding, the worst first.
#include <fmt/format.h>

#include <algorithm>

#include "engine/audit/task.hpp"
#include "engine/report/audit_report.hpp"
#include "engine/report/text_sections.hpp"

namespace report {
namespace {

std::string_view status_word(std::string_view status) {
    if (status == engine::check_status::compliant) return "compliant";
    if (status == engine::check_status::non_compliant) return "NON-COMPLIANT";
    return status == engine::check_status::waiting ? "no data" : status;
}

std::string check_lines(const engine::CheckSummary& check) {
    const bool has_data = check.status != engine::check_status::waiting;
    const auto numbers =
        has_data ? fmt::format("{} of {}", check.non_compliant_resources, check.total_resources)
                 : "-";
    auto text =
        fmt::format("  {:<14} {:<61} {}\n", status_word(check.status), check.check_name, numbers);
    if (check.suppressed_resources > 0)
        text += fmt::format("{:17}{} suppressed\n", "", check.suppressed_resources);
    if (!check.message.empty()) text += wrapped(check.message, 17);
    return text;
}

std::string finding_lines(const AuditStory& story, std::size_t index) {
    const auto& finding = story.findings.audit_findings[index];
    std::string mark;
    if (finding.is_suppressed) mark += " (suppressed)";
    if (!story.is_new(index)) mark += " (known)";
    auto text =
        fmt::format("\n  {} {}{}\n", engine::name_of(finding.severity), finding.reason_code, mark);
    for (const auto& [key, value] : finding.resource.identifier)
        text += wrapped(fmt::format("{} {}", key, value), 4);
    const auto file = story.files.find(finding.resource.identifier.front().second);
    if (file != story.files.end()) text += wrapped(fmt::format("file {}", file->second), 4);
    text += wrapped(finding.reason, 4);
    for (const auto& [key, value] : finding.resource.additional_info)
        text += wrapped(fmt::format("{} {}", key, value), 4);
    if (!finding.related_resources.empty())
        text += fmt::format("    related resources: {}\n", finding.related_resources.size());
    return text;
}

std::string reading_section(const AuditStory& story) {
    auto text =
        wrapped(fmt::format("{}, audited at {}", story.kind, fleet::format_time(story.at)), 0);
    if (story.repeated > 0)
        text += wrapped(fmt::format("{} of them stood there before and count once as a resource",
                                    story.repeated),
                        2);
    for (const auto& problem : story.unreadable)
        text += fmt::format("  unreadable: {}: {}\n", problem.file, problem.message);
    for (const auto& note : story.notes) text += wrapped(note, 2);
    return text;
}

/// Suppressed findings ask nothing of anybody; known ones were told before.
std::string verdict(const AuditStory& story) {
    const auto& findings = story.findings.audit_findings;
    const auto suppressed =
        std::ranges::count(findings, true, &engine::AuditFinding::is_suppressed);
    auto text = fmt::format("\n{} finding{}, {} suppressed", findings.size(),
                            findings.size() == 1 ? "" : "s", suppressed);
    if (story.is_known) text += fmt::format(", {} known from the baseline", story.known());
    return text + '\n';
}

std::string render(const AuditStory& story) {
    auto text = counts_line(story) + '\n' + reading_section(story) + '\n';
    for (const auto& check : story.findings.tasks.front().checks) text += check_lines(check);
    const auto& findings = story.findings.audit_findings;
    for (const auto severity : {engine::Severity::critical, engine::Severity::high,
                                engine::Severity::medium, engine::Severity::low}) {
        for (std::size_t i = 0; i < findings.size(); ++i)
            if (findings[i].severity == severity) text += finding_lines(story, i);
    }
    return text + verdict(story);
}

}  // namespace

namespace audits_table {
extern const AuditFormat text{.name = "text", .file_name = "audit.txt", .render = render};
}

}  // namespace report
