// Renders the audit of an export, one file per format.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/finding.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/base/time.hpp"

namespace report {

/// What was audited and what came of it. References outlive the object.
struct AuditStory {
    std::string_view kind;  // "a folder of certificates"
    fleet::Time at;
    std::uint64_t read = 0;  // certificates that were met
    std::uint64_t repeated = 0;
    std::span<const fleet::Problem> unreadable;
    std::span<const std::string> notes;
    const engine::Findings& findings;
    /// By id of a certificate that was found: the file it lies in.
    std::map<std::string, std::string> files = {};
    /// By finding: a previous audit found it too. Absent when none was named.
    std::optional<std::vector<bool>> is_known = {};

    std::uint64_t judged() const { return read - unreadable.size(); }
    bool is_new(std::size_t finding) const { return !is_known || !(*is_known)[finding]; }
    std::uint64_t known() const;
};

/// "read 5, judged 4, unreadable 1": how every report for people begins.
std::string counts_line(const AuditStory& story);

/// A format: a card and a function.
struct AuditFormat {
    std::string_view name;       // "text"
    std::string_view file_name;  // "audit.txt"
    std::string (*render)(const AuditStory&);
};

std::span<const AuditFormat* const> audit_formats();
/// nullptr when there is none.
const AuditFormat* audit_format_named(std::string_view name);

/// What makes a finding of one audit the finding of another: check, resource and reason.
std::string identity_of(const engine::AuditFinding& finding);
/// The same of a finding in AWS's shape; empty when it is none.
std::string identity_of(const fleet::Json& finding);

}  // namespace report
