// Virtual time: the only time in the data. Milliseconds, because AWS's audit timestamps carry them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fleet {

using Duration = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Duration>;
using namespace std::chrono_literals;

/// Detect counts in five-minute slots [300 k, 300 (k+1)) of epoch time, the same for every thing
/// (docs/detect-semantics §2).
inline constexpr Duration slot_length = 300s;

/// Milliseconds since the epoch.
constexpr std::int64_t epoch_ms(Time time) { return time.time_since_epoch().count(); }
constexpr Time from_epoch_ms(std::int64_t milliseconds) { return Time{Duration{milliseconds}}; }

/// The start of the slot that holds `time`; an event at exactly a boundary belongs to the later
/// slot.
Time slot_start(Time time);

/// Reads "2018-08-06T00:00:00Z", with or without a fraction of up to three digits. Nothing else is
/// a time; years 1970 to 9999.
std::optional<Time> parse_time(std::string_view text);
/// Writes the same form; milliseconds appear only when they are not zero.
std::string format_time(Time time);

/// Reads "250ms", "60s", "15m", "12h", "10d", "2w" and sums such as "1h30m"; a leading '-' negates.
/// nullopt for anything else or beyond 1,000 years.
std::optional<Duration> parse_duration(std::string_view text);
/// Writes the shortest form that parse_duration reads back to the same value.
std::string format_duration(Duration duration);

/// Epoch seconds with exactly three decimals, as AWS's APIs print times: "1533513600.000".
std::string format_epoch_seconds(Time time);

}  // namespace fleet
