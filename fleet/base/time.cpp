#include "fleet/base/time.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace fleet {
namespace {

constexpr std::int64_t longest_duration_ms = 1000LL * 366 * 24 * 3600 * 1000;

struct Unit {
    std::string_view name;
    std::int64_t milliseconds;
};
// Largest first, so that format_duration takes the longest unit that fits.
constexpr std::array units{Unit{"d", 86'400'000}, Unit{"h", 3'600'000}, Unit{"m", 60'000},
                           Unit{"s", 1'000}, Unit{"ms", 1}};

std::optional<std::int64_t> unit_of(std::string_view name) {
    if (name == "w") return 7 * 86'400'000LL;
    for (const auto& unit : units) {
        if (unit.name == name) return unit.milliseconds;
    }
    return std::nullopt;
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
    if (at + count > text.size()) return std::nullopt;
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

std::optional<int> fraction_ms(std::string_view text) {
    if (text.size() < 2 || text.size() > 4 || text[0] != '.') return std::nullopt;
    auto value = digits(text, 1, text.size() - 1);
    for (auto n = text.size(); value && n < 4; ++n) *value *= 10;
    return value;
}

}  // namespace

Time slot_start(Time time) {
    const auto ms = epoch_ms(time);
    const auto length = slot_length.count();
    const auto remainder = ((ms % length) + length) % length;
    return from_epoch_ms(ms - remainder);
}

std::optional<Time> parse_time(std::string_view text) {
    if (text.size() < 20 || text.back() != 'Z') return std::nullopt;
    if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
        return std::nullopt;
    const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
    const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2),
               second = digits(text, 17, 2);
    if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok() || *year < 1970 || *hour > 23 || *minute > 59 || *second > 59)
        return std::nullopt;
    int milliseconds = 0;
    if (const auto tail = text.substr(19, text.size() - 20); !tail.empty()) {
        const auto fraction = fraction_ms(tail);
        if (!fraction) return std::nullopt;
        milliseconds = *fraction;
    }
    return Time{std::chrono::sys_days{date}} + std::chrono::hours{*hour} +
           std::chrono::minutes{*minute} + std::chrono::seconds{*second} + Duration{milliseconds};
}

std::string format_time(Time time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const auto ms = (time - day).count();
    auto text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                            static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                            ms / 3'600'000, ms / 60'000 % 60, ms / 1'000 % 60);
    if (ms % 1'000 != 0) text += fmt::format(".{:03}", ms % 1'000);
    return text + 'Z';
}

std::optional<Duration> parse_duration(std::string_view text) {
    const bool negative = !text.empty() && text.front() == '-';
    if (negative) text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    std::int64_t total = 0;
    while (!text.empty()) {
        std::int64_t value = 0;
        const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (failed != std::errc{} || value < 0 || value > longest_duration_ms) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        const auto letters = std::min(text.size(), text.find_first_of("0123456789-+ ."));
        const auto unit = unit_of(text.substr(0, letters));
        if (!unit || value > longest_duration_ms / *unit) return std::nullopt;
        text.remove_prefix(letters);
        total += value * *unit;
        if (total > longest_duration_ms) return std::nullopt;
    }
    return Duration{negative ? -total : total};
}

std::string format_duration(Duration duration) {
    auto rest = duration.count();
    if (rest == 0) return "0s";
    std::string text = rest < 0 ? "-" : "";
    if (rest < 0) rest = -rest;
    for (const auto& unit : units) {
        if (rest >= unit.milliseconds)
            text += fmt::format("{}{}", rest / unit.milliseconds, unit.name);
        rest %= unit.milliseconds;
    }
    return text;
}

std::string format_epoch_seconds(Time time) {
    const auto ms = epoch_ms(time);
    const auto magnitude = ms < 0 ? -ms : ms;
    return fmt::format("{}{}.{:03}", ms < 0 ? "-" : "", magnitude / 1'000, magnitude % 1'000);
}

}  // namespace fleet
