#include "engine/audit/schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"

namespace engine {
namespace {

using std::chrono::days;
using Day = std::chrono::sys_days;

constexpr std::array<std::string_view, 4> frequency_names{"DAILY", "WEEKLY", "BIWEEKLY", "MONTHLY"};
constexpr std::array<std::string_view, 7> weekday_names{"SUN", "MON", "TUE", "WED",
                                                        "THU", "FRI", "SAT"};

/// The day on which a monthly audit falls in a month.
Day day_in(std::chrono::year_month month, const DayOfMonth& wanted) {
    const std::chrono::year_month_day last = Day{month / std::chrono::last};
    if (wanted.is_last || wanted.day > static_cast<unsigned>(last.day())) return last;
    return Day{month / std::chrono::day{wanted.day}};
}

}  // namespace

std::string_view name_of(AuditFrequency frequency) {
    return frequency_names[static_cast<std::size_t>(frequency)];
}

std::optional<AuditFrequency> audit_frequency(std::string_view name) {
    const auto found = std::ranges::find(frequency_names, name);
    if (found == frequency_names.end()) return std::nullopt;
    return static_cast<AuditFrequency>(found - frequency_names.begin());
}

std::optional<std::chrono::weekday> audit_weekday(std::string_view name) {
    const auto found = std::ranges::find(weekday_names, name);
    if (found == weekday_names.end()) return std::nullopt;
    return std::chrono::weekday{static_cast<unsigned>(found - weekday_names.begin())};
}

std::string_view name_of(std::chrono::weekday day) { return weekday_names[day.c_encoding()]; }

std::optional<DayOfMonth> audit_day_of_month(std::string_view text) {
    if (text == "LAST") return DayOfMonth{.day = 31, .is_last = true};
    unsigned day = 0;
    const auto* const end = text.data() + text.size();
    const auto [rest, failed] = std::from_chars(text.data(), end, day);
    if (failed != std::errc{} || rest != end || text.starts_with('0')) return std::nullopt;
    if (day < 1 || day > 31) return std::nullopt;
    return DayOfMonth{.day = day, .is_last = false};
}

std::string text_of(const DayOfMonth& day) {
    return day.is_last ? "LAST" : fmt::format("{}", day.day);
}

fleet::Duration start_of_day_offset(std::string_view schedule) {
    constexpr std::uint64_t seconds_per_day = 86'400;
    const auto digest = fleet::sha256_hex(schedule);
    std::uint64_t head = 0;
    std::from_chars(digest.data(), digest.data() + 15, head, 16);
    return std::chrono::seconds(static_cast<std::int64_t>(head % seconds_per_day));
}

fleet::Time first_start_after(const ScheduledAudit& schedule, fleet::Time time) {
    const auto offset = start_of_day_offset(schedule.name);
    const auto today = std::chrono::floor<days>(time);
    if (schedule.frequency == AuditFrequency::monthly) {
        fleet::require(schedule.day_of_month.has_value(), "a monthly audit has its day");
        const std::chrono::year_month_day date = today;
        auto month = date.year() / date.month();
        if (day_in(month, *schedule.day_of_month) + offset <= time) month += std::chrono::months{1};
        return day_in(month, *schedule.day_of_month) + offset;
    }
    auto day = today + offset > time ? today : today + days{1};
    if (schedule.frequency != AuditFrequency::daily) {
        fleet::require(schedule.day_of_week.has_value(), "a weekly audit has its day");
        day += *schedule.day_of_week - std::chrono::weekday{day};
    }
    return day + offset;
}

fleet::Time following_start(const ScheduledAudit& schedule, fleet::Time start) {
    switch (schedule.frequency) {
        case AuditFrequency::daily:
            return start + days{1};
        case AuditFrequency::weekly:
            return start + days{7};
        case AuditFrequency::biweekly:
            return start + days{14};
        case AuditFrequency::monthly:
            return first_start_after(schedule, start);
    }
    return start;
}

}  // namespace engine
