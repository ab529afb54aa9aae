// The table of audit checks, and the names of all that AWS knows.
#pragma once

#include <span>
#include <string_view>

#include "engine/audit/audit_check.hpp"

namespace engine {

/// The checks this engine performs, in the order in which tasks report them (by name).
std::span<const AuditCheck* const> audit_checks();
/// nullptr for a name that is no check of ours.
const AuditCheck* audit_check(std::string_view name);
/// Place in audit_checks(); its size for an unknown name.
std::size_t audit_check_rank(std::string_view name);

/// All seventeen names of the API, performed here or not, by name.
std::span<const std::string_view> aws_check_names();

/// What a check says of the evidence; unknown where a part that it needs is, and where nothing was
/// found among resources of which some could not be judged: silence is no compliance.
CheckResult perform(const AuditCheck& check, const Evidence& evidence);

}  // namespace engine
