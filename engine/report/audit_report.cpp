// The table of the formats of an audit; a new one is a file in audits/ and a line here.
#include "engine/report/audit_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/aws_json.hpp"

namespace report {
namespace audits_table {
extern const AuditFormat text, json, csv;
}

namespace {

std::string text_in(const fleet::Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// Whatever the order of its members.
std::string sorted(const fleet::Json& identifier) {
    return nlohmann::json::parse(fleet::to_line(identifier)).dump();
}

}  // namespace

std::uint64_t AuditStory::known() const {
    return is_known ? static_cast<std::uint64_t>(std::ranges::count(*is_known, true)) : 0;
}

std::string counts_line(const AuditStory& story) {
    return fmt::format("read {}, judged {}, unreadable {}", story.read, story.judged(),
                       story.unreadable.size());
}

std::span<const AuditFormat* const> audit_formats() {
    static constexpr std::array table{&audits_table::text, &audits_table::json, &audits_table::csv};
    return table;
}

const AuditFormat* audit_format_named(std::string_view name) {
    const auto found = std::ranges::find(audit_formats(), name, &AuditFormat::name);
    return found == audit_formats().end() ? nullptr : *found;
}

std::string identity_of(const engine::AuditFinding& finding) {
    return identity_of(engine::to_json(finding));
}

std::string identity_of(const fleet::Json& finding) {
    if (!finding.is_object()) return {};
    const auto resource = finding.find("nonCompliantResource");
    if (resource == finding.end() || !resource->is_object()) return {};
    const auto identifier = resource->find("resourceIdentifier");
    const auto check = text_in(finding, "checkName"),
               code = text_in(finding, "reasonForNonComplianceCode");
    if (identifier == resource->end() || check.empty() || code.empty()) return {};
    return fmt::format("{} {} {}", check, code, sorted(*identifier));
}

}  // namespace report
