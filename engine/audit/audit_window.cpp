#include "engine/audit/audit_window.hpp"

#include <algorithm>

namespace engine {
namespace {

/// A run that was canceled, or goes on, has not said what happened in its window.
bool is_previous(const AuditTask& other, const AuditTask& task, const AuditCheck& check) {
    return other.start < task.start && other.scheduled_audit_name == task.scheduled_audit_name &&
           other.status != "CANCELED" && other.status != "IN_PROGRESS" &&
           std::ranges::find(other.checks, check.name, &CheckSummary::check_name) !=
               other.checks.end();
}

}  // namespace

fleet::Time audit_window_begin(std::span<const AuditTask> tasks, const AuditTask& task,
                               const AuditCheck& check) {
    const fleet::Time earliest = task.start - audit_window_max;
    if (task.scheduled_audit_name.empty()) return earliest;
    for (auto other = tasks.rbegin(); other != tasks.rend(); ++other) {
        if (other->start < earliest) break;
        if (is_previous(*other, task, check))
            return std::max<fleet::Time>(earliest, other->start - check.history_lag);
    }
    return earliest;
}

}  // namespace engine
