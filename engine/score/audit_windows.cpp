// A check of the registry sees every defect that has begun; one of pools in use sees it until it
// ends. A check of the connection history sees what overlaps its window: 31 days back, or back to
// the previous run of the same scheduled audit.
#include "engine/score/audit_windows.hpp"

#include <algorithm>
#include <optional>

namespace score {
namespace {

constexpr fleet::Duration history = std::chrono::days(31);

/// How far behind the audit the check's connection history ends; nullopt: it reads no history.
std::optional<fleet::Duration> history_lag(std::string_view check) {
    if (check == "CONFLICTING_CLIENT_IDS_CHECK") return fleet::Duration::zero();
    if (check == "DEVICE_CERTIFICATE_SHARED_CHECK") return std::chrono::hours(2);
    return std::nullopt;
}

/// Checks that look at pools in use: a pool leaves their scope when nobody has connected for long.
bool looks_at_use(std::string_view check) {
    return check == "AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK" ||
           check == "UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK";
}

const engine::CheckSummary* summary_of(const engine::AuditTask& task, std::string_view check) {
    const auto found = std::ranges::find(task.checks, check, &engine::CheckSummary::check_name);
    return found == task.checks.end() ? nullptr : &*found;
}

/// The start of the previous run of the task's scheduled audit that ran the check, or 31 days back.
fleet::Time previous_run(const engine::Findings& findings, const engine::AuditTask& task,
                         std::string_view check) {
    auto previous = task.start - history;
    if (task.scheduled_audit_name.empty()) return previous;
    for (const auto& other : findings.tasks) {
        const auto* summary = summary_of(other, check);
        if (other.scheduled_audit_name == task.scheduled_audit_name && other.start < task.start &&
            summary != nullptr && summary->status != "CANCELED")
            previous = std::max(previous, other.start);
    }
    return previous;
}

}  // namespace

bool is_completed(const engine::AuditTask& task, std::string_view check) {
    const auto* summary = summary_of(task, check);
    return summary != nullptr && (summary->status == "COMPLETED_COMPLIANT" ||
                                  summary->status == "COMPLETED_NON_COMPLIANT");
}

bool covers(const engine::Findings& findings, const engine::AuditTask& task, std::string_view check,
            const scenarios::Incident& incident) {
    if (summary_of(task, check) == nullptr) return false;
    if (looks_at_use(check)) return incident.start <= task.start && task.start < incident.end;
    const auto lag = history_lag(check);
    if (!lag) return incident.start <= task.start;
    // The first window of an on-demand audit is 31 days to the audit, whatever the lag of its end.
    const auto previous = previous_run(findings, task, check);
    const bool is_first = previous == task.start - history;
    return incident.start < task.start - *lag &&
           incident.end >= (is_first ? previous : previous - *lag);
}

}  // namespace score
