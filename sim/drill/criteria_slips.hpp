// Small mistakes that somebody might make in the criteria of one behaviour: what mutation testing
// tries, one at a time.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/base/json.hpp"

namespace drill {

/// What somebody may be mistaken in, in the order in which it is told.
inline constexpr std::array<std::string_view, 7> slip_kinds{
    "comparison", "threshold", "list", "statistic", "toAlarm", "toClear", "duration"};

/// One mistake: what stands where, in a person's words, and which test would notice.
struct Slip {
    std::string_view kind;  // one of slip_kinds
    std::string member;     // within the criteria, such as "value.count"; empty: all of it
    std::string value;      // JSON, in a line
    std::string change;     // "less-than 80 becomes less-than 81"
    std::string suggestion;

    bool operator==(const Slip&) const = default;
};

/// All mistakes in criteria that AWS accepts as they are; some of what comes out it would refuse.
/// In this order: the operator inverted; a threshold shifted by one either way, and doubled; an
/// element left out of a list; the neighbours of a statistic; a datapoint more or fewer to alarm
/// and to clear; the next longer and shorter of the five durations, where one stands and the
/// metric `is_windowed`: made of what happened in a window, so that its length plays a part.
std::vector<Slip> slips_in(const fleet::Json& criteria, bool is_windowed);

}  // namespace drill
