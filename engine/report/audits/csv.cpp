// For a table: a row for each check, then one for each finding, then one for each certificate that
// could not be read (RFC 4180, with line feeds).
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <span>

#include "engine/audit/checks.hpp"
#include "engine/report/audit_report.hpp"

namespace report {
namespace {

constexpr std::string_view header =
    "record,check,severity,status,resourceType,resource,reasonCode,detail,suppressed,known,file,"
    "additionalInfo\n";

std::string cell(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted += '"';
}

std::string row(std::initializer_list<std::string_view> cells) {
    std::string line;
    for (const auto text : cells) {
        if (!line.empty()) line += ',';
        line += cell(text);
    }
    return line += '\n';
}

/// The values of an identifier, blanks between them.
std::string values_of(const engine::Resource& resource) {
    std::string text;
    for (const auto& [key, value] : resource.identifier) text += (text.empty() ? "" : " ") + value;
    return text;
}

/// "CREATION_TIME=2018-08-06 …; …".
std::string additional_info(const engine::Resource& resource) {
    std::string text;
    for (const auto& [key, value] : resource.additional_info)
        text += fmt::format("{}{}={}", text.empty() ? "" : "; ", key, value);
    return text;
}

std::string_view file_of(const AuditStory& story, const engine::Resource& resource) {
    const auto file = story.files.find(resource.identifier.front().second);
    return file == story.files.end() ? std::string_view{} : std::string_view(file->second);
}

std::string check_row(const engine::CheckSummary& check) {
    auto detail =
        fmt::format("{} of {} resources", check.non_compliant_resources, check.total_resources);
    if (check.suppressed_resources > 0)
        detail += fmt::format(", {} suppressed", check.suppressed_resources);
    if (!check.message.empty()) detail = check.message;
    const auto* card = engine::audit_check(check.check_name);
    return row({"check", check.check_name, engine::name_of(card->severity), check.status,
                card->resource_type, "", "", detail, "", "", "", ""});
}

std::string render(const AuditStory& story) {
    std::string text(header);
    for (const auto& check : story.findings.tasks.front().checks) text += check_row(check);
    const auto& findings = story.findings.audit_findings;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        const auto& one = findings[i];
        text += row({"finding", one.check_name, engine::name_of(one.severity), "",
                     one.resource.type, values_of(one.resource), one.reason_code, one.reason,
                     one.is_suppressed ? "true" : "false", story.is_new(i) ? "false" : "true",
                     file_of(story, one.resource), additional_info(one.resource)});
    }
    for (const auto& problem : story.unreadable)
        text +=
            row({"unreadable", "", "", "", "", "", "", problem.message, "", "", problem.file, ""});
    return text;
}

}  // namespace

namespace audits_table {
extern const AuditFormat csv{.name = "csv", .file_name = "audit.csv", .render = render};
}

}  // namespace report
