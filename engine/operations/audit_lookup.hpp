// Tasks and findings by id, as far as the service still keeps them.
#pragma once

#include <optional>

#include "engine/operations/request.hpp"

namespace engine {

inline constexpr Member audit_task_id{"taskId", MemberType::text, Need::required};
inline constexpr Member audit_finding_id{"findingId", MemberType::text, Need::required};

/// The task that the request names; nullptr, with the refusal, when the id is not of its form, was
/// never given, or belongs to a task that is no longer kept.
const AuditTask* find_audit_task(const OperationContext& context, const fleet::Json& request,
                                 OperationResult& refusal);
/// The same of a finding.
const AuditFinding* find_audit_finding(const OperationContext& context, const fleet::Json& request,
                                       OperationResult& refusal);

/// The refusal of an id of a task that is not of its form.
std::optional<OperationResult> refuse_task_id(std::string_view id);
/// The refusal of a period that ends before it begins.
std::optional<OperationResult> refuse_period(const fleet::Json& request);

}  // namespace engine
