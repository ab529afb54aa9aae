// The counters the service would put into CloudWatch: per audited check, and per evaluation of the
// security profiles.
#pragma once

#include <span>
#include <vector>

#include "engine/finding.hpp"

namespace engine {

/// NonCompliantResources and ResourcesEvaluated of every check that was completed.
void count_audit(std::vector<CloudWatchValue>& values, fleet::Time time, const AuditTask& task);
/// Violations, ViolationsCleared and ViolationsInvalidated for the account, each profile, and each
/// behaviour; zeros are left out.
void count_violations(std::vector<CloudWatchValue>& values, std::span<const ViolationEvent> events);

}  // namespace engine
