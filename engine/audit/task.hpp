// An audit task as a value: its states, its statistics, and the ids it and its findings get
// (docs/audit-semantics §5).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/audit/check_result.hpp"
#include "engine/finding.hpp"

namespace engine {

namespace check_status {
inline constexpr std::string_view in_progress = "IN_PROGRESS";
inline constexpr std::string_view waiting = "WAITING_FOR_DATA_COLLECTION";
inline constexpr std::string_view canceled = "CANCELED";
inline constexpr std::string_view compliant = "COMPLETED_COMPLIANT";
inline constexpr std::string_view non_compliant = "COMPLETED_NON_COMPLIANT";
inline constexpr std::string_view failed = "FAILED";
}  // namespace check_status

/// Every check is in exactly one of the six; their sum is total.
struct TaskStatistics {
    std::uint64_t total = 0;
    std::uint64_t in_progress = 0;
    std::uint64_t waiting = 0;
    std::uint64_t compliant = 0;
    std::uint64_t non_compliant = 0;
    std::uint64_t failed = 0;
    std::uint64_t canceled = 0;
};

TaskStatistics statistics_of(const AuditTask& task);
/// COMPLETED, FAILED when every check failed, IN_PROGRESS while one is unfinished. `is_over`: a
/// check that waits does so in vain.
std::string_view status_of(const AuditTask& task, bool is_over = false);

/// 32 hex digits that follow from what the task is. `repetition` tells equal tasks of one instant
/// apart; 0 is the first.
std::string task_id(std::string_view account, const AuditTask& task, std::uint32_t repetition);
std::string finding_id(std::string_view account, std::string_view task, std::string_view check,
                       const NonCompliance& found);

}  // namespace engine
