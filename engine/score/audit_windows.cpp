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

}  // namespace

bool is_completed(const engine::AuditTask& task, std::string_view check) {
    const auto* summary = summary_of(task, check);
    return summary != nullptr && (summary->status == "COMPLETED_COMPLIANT" ||
                                  summary->status == "COMPLETED_NON_COMPLIANT");
}

/// A run that was canceled, or went on to the end, has not said what happened in its window.
AuditWindows::AuditWindows(const engine::Findings& findings) {
    std::map<std::pair<std::string_view, std::string_view>, fleet::Time> last;  // schedule, check
    for (const auto& task : findings.tasks) {
        const bool has_spoken = task.status != "CANCELED" && task.status != "IN_PROGRESS";
        for (const auto& check : task.checks) {
            const auto lag = history_lag(check.check_name);
            if (!lag) continue;
            auto begin = task.start - history;
            const std::pair<std::string_view, std::string_view> run{task.scheduled_audit_name,
                                                                    check.check_name};
            if (const auto previous = last.find(run); previous != last.end())
                begin = std::max(begin, previous->second - *lag);
            begins_.emplace(
                std::pair<const engine::AuditTask*, std::string_view>{&task, run.second}, begin);
            if (has_spoken && !task.scheduled_audit_name.empty()) last[run] = task.start;
        }
    }
}

bool AuditWindows::covers(const engine::AuditTask& task, std::string_view check,
                          const scenarios::Incident& incident) const {
    if (summary_of(task, check) == nullptr) return false;
    if (looks_at_use(check)) return incident.start <= task.start && task.start < incident.end;
    const auto lag = history_lag(check);
    if (!lag) return incident.start <= task.start;
    return incident.start < task.start - *lag && incident.end >= begins_.at({&task, check});
}

}  // namespace score
