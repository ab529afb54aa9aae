#include "engine/audit/task.hpp"

#include <vector>

#include "fleet/base/text.hpp"

namespace engine {

TaskStatistics statistics_of(const AuditTask& task) {
    TaskStatistics statistics;
    for (const auto& check : task.checks) {
        ++statistics.total;
        if (check.status == check_status::in_progress) ++statistics.in_progress;
        if (check.status == check_status::waiting) ++statistics.waiting;
        if (check.status == check_status::compliant) ++statistics.compliant;
        if (check.status == check_status::non_compliant) ++statistics.non_compliant;
        if (check.status == check_status::failed) ++statistics.failed;
        if (check.status == check_status::canceled) ++statistics.canceled;
    }
    return statistics;
}

std::string_view status_of(const AuditTask& task, bool is_over) {
    const auto statistics = statistics_of(task);
    if (!is_over && statistics.in_progress + statistics.waiting > 0) return "IN_PROGRESS";
    return statistics.failed == statistics.total ? "FAILED" : "COMPLETED";
}

std::string task_id(std::string_view account, const AuditTask& task, std::uint32_t repetition) {
    std::vector<std::string> parts{std::string(account), task.type,
                                   std::to_string(fleet::epoch_ms(task.start)),
                                   task.scheduled_audit_name};
    for (const auto& check : task.checks) parts.push_back(check.check_name);
    if (repetition > 0) parts.push_back(std::to_string(repetition));
    return fleet::stable_id(parts);
}

std::string finding_id(std::string_view account, std::string_view task, std::string_view check,
                       const NonCompliance& found) {
    std::vector<std::string> parts{std::string(account), std::string(task), std::string(check),
                                   found.resource.type};
    for (const auto& [key, value] : found.resource.identifier) {
        parts.push_back(key);
        parts.push_back(value);
    }
    parts.push_back(found.reason_code);
    return fleet::stable_id(parts);
}

}  // namespace engine
