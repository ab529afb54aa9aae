// What the operations on scheduled audits share: names, ARNs, and the merging of a request into a
// schedule.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/operations/request.hpp"

namespace engine {

/// Further scheduled audits are refused while there are so many.
inline constexpr std::size_t scheduled_audits_max = 5;

inline constexpr Member scheduled_audit_name{"scheduledAuditName", MemberType::text,
                                             Need::required};

/// The refusal of a name that is not of its form, or of one that no schedule has.
std::optional<OperationResult> refuse_schedule_name(std::string_view name);
std::optional<OperationResult> refuse_unknown_schedule(const AccountState& account,
                                                       std::string_view name);

/// Puts what the request gives into `schedule`: frequency, days and checks. The refusal when
/// something is not of its form, or the schedule would lack the day that its frequency needs or be
/// given one that it does not.
std::optional<OperationResult> adopt_schedule(const AccountState& account,
                                              const fleet::Json& request, ScheduledAudit& schedule);
/// Does the request say anew when the audit runs?
bool is_rescheduled(const fleet::Json& request);

std::string schedule_arn(const fleet::Inventory& inventory, std::string_view name);
/// Adds frequency, dayOfMonth and dayOfWeek, as far as the schedule has them.
void add_calendar(fleet::Json& json, const ScheduledAudit& schedule);

}  // namespace engine
