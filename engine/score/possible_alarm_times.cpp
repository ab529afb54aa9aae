#include "engine/score/possible_alarm_times.hpp"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "engine/score/possible_times.hpp"

namespace score {
namespace {

constexpr std::string_view at_slot_ends =
    "such alarms rise at the end of a slot, every 5 minutes of the clock";

void check_event_time(const Entry& entry, const Possible& possible, bool is_slotted,
                      const Impossible& impossible) {
    const auto* given = matched(entry, "violationEventTime");
    const auto time = given == nullptr ? std::nullopt : time_meant(*given, possible);
    if (!time) return;
    constexpr std::string_view field = "match.violationEventTime";
    // What the last slot held is stated at its end.
    if (*time < possible.start || *time > possible.end + fleet::slot_length)
        impossible.say(entry, field,
                       fmt::format("{} is outside the run, which lasts from {} to {}",
                                   fleet::format_time(*time), fleet::format_time(possible.start),
                                   fleet::format_time(possible.end)));
    else if (is_slotted && slot_end_from(*time, possible) != *time)
        impossible.say(entry, field,
                       fmt::format("{} is no end of a slot of the run; {}",
                                   fleet::format_time(*time), at_slot_ends));
}

}  // namespace

void check_figures(const Entry& entry, const Impossible& impossible) {
    const auto* value = matched(entry, "metricValue");
    if (value == nullptr || !value->contains("count")) return;
    const auto& given = (*value)["count"];
    const auto bound = read_bound(given);
    if (!bound || !bound->meets(0, std::numeric_limits<double>::infinity()))
        impossible.say(
            entry, "match.metricValue.count",
            bound ? fmt::format("{} is negative, and a count is not", fleet::excerpt(given))
                  : fmt::format("nothing is in {}", fleet::excerpt(given)));
}

void check_alarm_times(const Entry& entry, const Possible& possible, bool is_slotted,
                       const Impossible& impossible) {
    check_event_time(entry, possible, is_slotted, impossible);
    if (!is_slotted) return;
    if (entry.due.cleared_within && *entry.due.cleared_within < fleet::slot_length)
        impossible.say(entry, "clearedWithin",
                       fmt::format("{} is less than a slot, and an alarm clears a slot after it "
                                   "rose, 5m, at the earliest",
                                   fleet::format_duration(*entry.due.cleared_within)));
    if (!entry.due.at) return;
    const auto from = entry.due.at->in(facts_of(possible));
    const auto until = from + entry.due.within.value_or(fleet::slot_length);
    if (from >= possible.start && from <= possible.end && slot_end_from(from, possible) > until)
        impossible.say(
            entry, entry.due.within ? "within" : "at",
            fmt::format("no slot of the run ends between {} and {}; {}", fleet::format_time(from),
                        fleet::format_time(until), at_slot_ends));
}

}  // namespace score
