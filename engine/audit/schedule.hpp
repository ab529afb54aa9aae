// A scheduled audit as a value, and its calendar: when it starts, in UTC (docs/audit-semantics §8).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/audit/audit_check.hpp"
#include "fleet/base/time.hpp"

namespace engine {

enum class AuditFrequency : std::uint8_t { daily, weekly, biweekly, monthly };
std::string_view name_of(AuditFrequency frequency);  // "DAILY", …
std::optional<AuditFrequency> audit_frequency(std::string_view name);

/// "SUN" … "SAT".
std::optional<std::chrono::weekday> audit_weekday(std::string_view name);
std::string_view name_of(std::chrono::weekday day);

/// A day of the month as the API writes it: "1" … "31", or "LAST".
struct DayOfMonth {
    unsigned day = 31;  // beyond the end of a month: its last day
    bool is_last = false;
    bool operator==(const DayOfMonth&) const = default;
};
std::optional<DayOfMonth> audit_day_of_month(std::string_view text);
std::string text_of(const DayOfMonth& day);

struct ScheduledAudit {
    std::string name;
    AuditFrequency frequency{};
    std::optional<std::chrono::weekday> day_of_week;  // weekly, biweekly
    std::optional<DayOfMonth> day_of_month;           // monthly
    std::vector<const AuditCheck*> checks;            // in the order of the checks table
    fleet::Time next_start;
};

/// From midnight to the start: whole seconds, and a function of the schedule's name alone.
fleet::Duration start_of_day_offset(std::string_view schedule);
/// The first start after `time`, not at it: where a schedule is anchored.
fleet::Time first_start_after(const ScheduledAudit& schedule, fleet::Time time);
/// The start that follows the one at `start`.
fleet::Time following_start(const ScheduledAudit& schedule, fleet::Time start);

}  // namespace engine
