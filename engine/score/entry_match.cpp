#include "engine/score/entry_match.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/score/partial.hpp"
#include "fleet/base/text.hpp"

namespace score {
namespace {

/// Has the item every value wanted of one field?
bool has(const std::vector<std::string>& values, const Wanted& wanted) {
    return std::ranges::all_of(wanted.values, [&](const std::string& value) {
        return std::ranges::find(values, value) != values.end();
    });
}

/// When the alarm clears. One that is invalidated does not clear.
std::optional<fleet::Time> clearing_of(const Run& run, std::size_t item) {
    const auto& events = run.findings.violation_events;
    const auto found = std::ranges::find_if(events, [&](const engine::ViolationEvent& event) {
        return event.violation_id == events[item].violation_id &&
               event.type == engine::ViolationEventType::alarm_cleared;
    });
    if (found == events.end()) return std::nullopt;
    return found->time;
}

bool clears_in_time(const Run& run, std::size_t item, const Entry& entry) {
    if (!entry.due.cleared_within) return true;
    const auto clearing = clearing_of(run, item);
    return clearing && *clearing - entry.section->time(run, item) <= *entry.due.cleared_within;
}

/// Is the item in time? Only sections of things are timed; their things are field "thing".
bool is_in_time(const Run& run, std::size_t item, const Entry& entry) {
    if (!entry.section->is_timed || (!entry.due.at && !entry.due.within)) return true;
    const auto time = entry.section->time(run, item);
    const auto& thing = run.findings.violation_events[item].thing_name;
    return std::ranges::any_of(intervals_for(entry.due, run, thing), [&](const Interval& interval) {
        return interval.first <= time && time <= interval.second;
    });
}

bool has_match(const Entry& entry) { return !entry.match.root().is_null(); }

/// Of the values key=text of an item those of the keys that are wanted; empty where it has none.
std::string words_of_keys(const std::vector<std::string>& values, const Wanted& wanted) {
    const auto has_key_of = [](const std::string& one, const std::string& other) {
        const auto key = one.find('=');
        return key != std::string::npos && other.compare(0, key + 1, one, 0, key + 1) == 0;
    };
    std::vector<std::string> words;
    for (const auto& value : values)
        if (std::ranges::any_of(wanted.values,
                                [&](const auto& one) { return has_key_of(value, one); }))
            words.push_back(value);
    return fleet::join(words, ", ");
}

/// Of the values of an item those that are written like the wanted one: NAME or PROFILE/NAME, a
/// text or key=text, of the same key if any is.
std::string found_words(const std::vector<std::string>& values, const Wanted& wanted) {
    if (has(values, wanted)) return fleet::join(wanted.values, ", ");
    if (auto words = words_of_keys(values, wanted); !words.empty()) return words;
    std::vector<std::string> alike;
    const auto& sample = wanted.values.empty() ? std::string{} : wanted.values.front();
    for (const auto& value : values) {
        const bool is_written_so = std::ranges::all_of(std::string_view("=/"), [&](char mark) {
            return (value.find(mark) == std::string::npos) ==
                   (sample.find(mark) == std::string::npos);
        });
        if (is_written_so) alike.push_back(value);
    }
    const auto words = fleet::join(alike.empty() ? values : alike, ", ");
    return words.empty() ? "-" : words;
}

ComparedField compare_time(const Run& run, const Entry& entry, std::size_t item) {
    const auto& thing = run.findings.violation_events[item].thing_name;
    return {.field = "time",
            .expected = interval_words(intervals_for(entry.due, run, thing)),
            .found = fleet::format_time(entry.section->time(run, item)),
            .is_alike = is_in_time(run, item, entry)};
}

ComparedField compare_clearing(const Run& run, const Entry& entry, std::size_t item) {
    const auto clearing = clearing_of(run, item);
    return {.field = "clears",
            .expected = "within " + fleet::format_duration(*entry.due.cleared_within),
            .found = clearing ? "after " + fleet::format_duration(*clearing -
                                                                  entry.section->time(run, item))
                              : "never",
            .is_alike = clears_in_time(run, item, entry)};
}

}  // namespace

bool means(const Run& run, const Entry& entry, std::size_t item) {
    return is_in_time(run, item, entry) && clears_in_time(run, item, entry) &&
           std::ranges::all_of(entry.wanted,
                               [&](const Wanted& wanted) {
                                   return has(wanted.field->values(run, item), wanted);
                               }) &&
           (!has_match(entry) ||
            is_part_of(entry.match.root(), entry.section->json(run, item), run.facts));
}

std::vector<ComparedField> compare(const Run& run, const Entry& entry, std::size_t item) {
    std::vector<ComparedField> rows;
    for (const auto& wanted : entry.wanted) {
        const auto values = wanted.field->values(run, item);
        rows.push_back({.field = std::string(wanted.field->name),
                        .expected = fleet::join(wanted.values, ", "),
                        .found = found_words(values, wanted),
                        .is_alike = has(values, wanted)});
    }
    if (has_match(entry))
        for (auto& row : compare(entry.match.root(), entry.section->json(run, item), run.facts))
            rows.push_back(std::move(row));
    if (entry.due.at || entry.due.within) rows.push_back(compare_time(run, entry, item));
    if (entry.due.cleared_within) rows.push_back(compare_clearing(run, entry, item));
    return rows;
}

bool means(const Run& run, const Entry& entry, const DetectUnit& unit) {
    const auto& behavior = unit.behavior;
    return std::ranges::all_of(entry.wanted, [&](const Wanted& wanted) {
        const auto& value = wanted.values.front();
        const auto name = wanted.field->name;
        if (name == "behavior")
            return value == behavior.behavior_name ||
                   value == fmt::format("{}/{}", behavior.profile_name, behavior.behavior_name);
        if (name == "profile") return value == behavior.profile_name;
        if (name == "metric") return value == behavior.metric;
        if (name == "cohort" && run.facts.cohort_of)
            return value == run.facts.cohort_of(unit.thing);
        return name != "thing" || value == unit.thing;
    });
}

std::vector<Interval> possible_intervals(const Run& run, const Entry& entry) {
    std::vector<Interval> intervals;
    for (const auto& incident : run.truth.incidents) {
        for (const auto& thing : incident.affected) {
            const auto is_meant = std::ranges::all_of(entry.wanted, [&](const Wanted& wanted) {
                if (wanted.field->name == "thing") return wanted.values.front() == thing;
                if (wanted.field->name == "cohort" && run.facts.cohort_of)
                    return wanted.values.front() == run.facts.cohort_of(thing);
                return true;
            });
            if (!is_meant) continue;
            const auto own = intervals_for(entry.due, run, thing);
            intervals.insert(intervals.end(), own.begin(), own.end());
        }
    }
    if (intervals.empty()) intervals = intervals_for(entry.due, run, "");
    return intervals;
}

}  // namespace score
