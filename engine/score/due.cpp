// Turns "within" and "at" into intervals of virtual time.
#include "engine/score/due.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace score {

fleet::Time Moment::in(const RunFacts& facts) const {
    if (absolute) return *absolute;
    return (is_from_end ? facts.end : facts.start) + offset;
}

std::optional<Moment> read_moment(std::string_view text) {
    Moment moment;
    if (moment.absolute = fleet::parse_time(text); moment.absolute) return moment;
    moment.is_from_end = text.starts_with("end");
    if (moment.is_from_end) text.remove_prefix(3);
    if (moment.is_from_end && text.empty()) return moment;
    const bool has_sign = text.starts_with('+') || (moment.is_from_end && text.starts_with('-'));
    if (!has_sign) return std::nullopt;
    const auto offset = fleet::parse_duration(text.substr(1));
    if (!offset || *offset < fleet::Duration::zero()) return std::nullopt;
    moment.offset = text.front() == '-' ? -*offset : *offset;
    return moment;
}

std::vector<Interval> intervals_for(const Due& due, const Run& run, std::string_view thing) {
    if (due.at) {
        // Detect speaks at the end of a slot: "at" alone means the slot that begins there.
        const auto from = due.at->in(run.facts);
        return {{from, from + due.within.value_or(fleet::slot_length)}};
    }
    if (!due.within) return {{fleet::Time::min(), fleet::Time::max()}};
    std::vector<Interval> intervals;
    for (const auto& incident : run.truth.incidents)
        if (!incident.is_fault &&
            std::ranges::find(incident.affected, thing) != incident.affected.end())
            intervals.emplace_back(incident.start, incident.start + *due.within);
    if (intervals.empty()) intervals.emplace_back(run.facts.start, run.facts.start + *due.within);
    return intervals;
}

std::string interval_words(std::vector<Interval> intervals) {
    std::ranges::sort(intervals);
    intervals.erase(std::unique(intervals.begin(), intervals.end()), intervals.end());
    const auto& [from, until] = intervals.front();
    if (from == fleet::Time::min()) return "in the whole run";
    auto words =
        fmt::format("between {} and {}", fleet::format_time(from), fleet::format_time(until));
    if (intervals.size() > 1) words += fmt::format(" or {} later times", intervals.size() - 1);
    return words;
}

}  // namespace score
