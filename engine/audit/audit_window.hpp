// How far back an audit looks at what happened: 31 days, or back to the previous run of the same
// scheduled audit (docs/audit-semantics §8.5).
#pragma once

#include <span>

#include "engine/audit/audit_check.hpp"
#include "engine/finding.hpp"
#include "fleet/base/time.hpp"

namespace engine {

/// No audit looks further back.
inline constexpr std::chrono::days audit_window_max{31};

/// Where the window of `check` in `task` begins. `tasks` are those there are, by start.
fleet::Time audit_window_begin(std::span<const AuditTask> tasks, const AuditTask& task,
                               const AuditCheck& check);

}  // namespace engine
