// When an expected alarm is due: "within" and "at" of an entry (docs/scoring.md §4.4).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/score/sections.hpp"

namespace score {

/// A time as scenarios write it: "+4h", "end", "end-10m", or "2018-08-06T04:00:00Z".
struct Moment {
    std::optional<fleet::Time> absolute;
    bool is_from_end = false;
    fleet::Duration offset{};

    fleet::Time in(const RunFacts& facts) const;
};
std::optional<Moment> read_moment(std::string_view text);

struct Due {
    std::optional<Moment> at;
    std::optional<fleet::Duration> within;
    std::optional<fleet::Duration> cleared_within;  // of the alarm: it must clear so soon
};

/// From … until, both ends count.
using Interval = std::pair<fleet::Time, fleet::Time>;

/// When an alarm of `thing` counts; the whole run when the entry says nothing. With `within` alone
/// there is one interval for each incident that affects the thing, or one from the run's start
/// when none does.
std::vector<Interval> intervals_for(const Due& due, const Run& run, std::string_view thing);

/// "between … and …", for messages: the first interval of any of the things an entry may mean.
std::string interval_words(std::vector<Interval> intervals);

}  // namespace score
