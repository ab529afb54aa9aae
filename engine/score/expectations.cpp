// Judges what a scenario expects, and says in words what was expected, what was found, and what
// came nearest.
#include "engine/score/expectations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "engine/score/misses.hpp"
#include "fleet/base/text.hpp"

namespace score {
namespace {

/// Does the item have every value wanted of one field?
bool has(const Run& run, std::size_t item, const Wanted& wanted) {
    const auto values = wanted.field->values(run, item);
    return std::ranges::all_of(wanted.values, [&](const std::string& value) {
        return std::ranges::find(values, value) != values.end();
    });
}

/// Does the alarm clear as soon as it should? One that is invalidated does not clear.
bool clears_in_time(const Run& run, std::size_t item, const Entry& entry) {
    if (!entry.due.cleared_within) return true;
    const auto& events = run.findings.violation_events;
    const auto& alarm = events[item];
    return std::ranges::any_of(events, [&](const engine::ViolationEvent& event) {
        return event.violation_id == alarm.violation_id &&
               event.type == engine::ViolationEventType::alarm_cleared &&
               event.time - alarm.time <= *entry.due.cleared_within;
    });
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

/// Does the entry mean alarms of this unit?
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

/// What the truth would have had an entry of alarms find and was missed, the earliest first.
std::vector<const DetectUnit*> missed_units_of(const Run& run, const Entry& entry) {
    std::vector<const DetectUnit*> units;
    if (entry.section != &sections_table::alarms) return units;
    for (const auto& unit : run.matching.detect_units)
        if (!unit.incident->is_below_threshold && !unit.first_event && means(run, entry, unit))
            units.push_back(&unit);
    std::ranges::stable_sort(units, {}, &DetectUnit::due_from);
    return units;
}

/// The intervals of the incidents an entry may mean: those that affect its thing or its cohort.
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

class Judge {
  public:
    Judge(const Expectations& expectations, const Run& run, Score& score)
        : expectations_(expectations), run_(run), score_(score) {
        for (const auto* section : sections()) items_[section] = section->items(run);
    }

    void judge() {
        for (const auto& entry : expectations_.entries) judge(entry);
        if (expectations_.is_recall_expected)
            for (const auto* name : {"audit.recall", "detect.recall"}) judge_recall(name);
        for (const auto& bound : expectations_.scores) judge(bound);
        judge_operations();
        if (expectations_.exclusive != Exclusive::no) judge_silence();
        score_.expectations = std::move(results_);
    }

  private:
    void add(std::string expectation, std::string why, const std::string& where = {},
             std::optional<double> found = {}) {
        const bool is_met = why.empty();
        results_.push_back({.expectation = std::move(expectation),
                            .is_met = is_met,
                            .where = where,
                            .why = std::move(why),
                            .found = found});
    }

    void judge(const Entry& entry) {
        std::vector<std::size_t> found;
        for (const auto item : items_[entry.section]) {
            const bool is_match =
                is_in_time(run_, item, entry) && clears_in_time(run_, item, entry) &&
                std::ranges::all_of(entry.wanted,
                                    [&](const Wanted& wanted) { return has(run_, item, wanted); });
            if (is_match) found.push_back(item);
        }
        auto& matched = matched_[entry.section];
        matched.resize(items_.at(entry.section).empty() ? 0 : items_.at(entry.section).back() + 1);
        for (const auto item : found) matched[item] = true;
        const bool is_met = entry.count.contains(static_cast<double>(found.size()));
        add(words_of(entry), is_met ? "" : why_not(entry, found), entry.where,
            static_cast<double>(found.size()));
    }

    std::string why_not(const Entry& entry, const std::vector<std::size_t>& found) {
        auto bare = entry;
        if (entry.due.at || entry.due.within) bare.due_words.clear();
        auto why = fmt::format("expected {}", words_of(bare));
        const auto missed = missed_units_of(run_, entry);
        if (!missed.empty() && entry.due.within && !entry.due.at) {
            std::vector<Interval> intervals;
            for (const auto* unit : missed)
                intervals.emplace_back(unit->due_from, unit->due_from + *entry.due.within);
            why += " " + interval_words(intervals);
        } else if (entry.due.at || entry.due.within) {
            why += " " + interval_words(possible_intervals(run_, entry));
        }
        if (!missed.empty())
            why += fmt::format(
                " ({} on {}{})", missed.front()->incident->id, missed.front()->thing,
                missed.size() == 1 ? "" : fmt::format(" and {} more", missed.size() - 1));
        if (!found.empty()) {
            std::vector<std::string> words;
            for (const auto item : found) words.push_back(entry.section->describe(run_, item));
            return fmt::format("{}, found {}: {}", why, found.size(), first_ten(words));
        }
        why += ", found none";
        if (const auto nearest = nearest_to(entry, missed))
            return fmt::format("{}; nearest: {}", why, entry.section->describe(run_, *nearest));
        return fmt::format("{}; the run has {} {}{}, none like it", why,
                           items_[entry.section].size(), entry.section->one,
                           items_[entry.section].size() == 1 ? "" : "s");
    }

    /// The item that has most of what the entry wants, the first of equals: its rule goes before
    /// the thing that was meant, and that before anything else. None that shares neither; it would
    /// lead astray.
    std::optional<std::size_t> nearest_to(const Entry& entry,
                                          const std::vector<const DetectUnit*>& missed) {
        constexpr std::ptrdiff_t of_rule = 100, of_thing = 10;
        std::optional<std::size_t> nearest;
        std::ptrdiff_t most = of_thing - 1;
        for (const auto item : items_[entry.section]) {
            auto alike = std::ranges::count_if(
                entry.wanted, [&](const Wanted& wanted) { return has(run_, item, wanted); });
            for (const auto& wanted : entry.wanted) {
                if (!has(run_, item, wanted)) continue;
                if (wanted.field == entry.section->fields.data()) alike += of_rule;
                if (wanted.field->name == "thing" || wanted.field->name == "resource")
                    alike += of_thing;
            }
            if (std::ranges::any_of(missed, [&](const DetectUnit* unit) {
                    return unit->thing == run_.findings.violation_events[item].thing_name;
                }))
                alike += of_thing;
            if (alike <= most) continue;
            most = alike;
            nearest = item;
        }
        return nearest;
    }

    void judge_recall(std::string_view text) {
        std::string why;
        const auto name = read_score_name(text, why);
        // Where the truth has no unit of this half there is nothing to find.
        if (!name->value_in(score_, why)) return;
        judge(ScoreBound{
            .where = {}, .name = *name, .bound = {.low = 1, .high = 1}, .is_null = false});
    }

    void judge(const ScoreBound& bound) {
        std::string nothing;
        const auto value = bound.name.value_in(score_, nothing);
        const auto expectation = fmt::format("{} is {}", bound.name.text,
                                             bound.is_null ? "null" : value_words(bound.bound));
        const bool is_met = bound.is_null ? !value : value && bound.bound.contains(*value);
        if (is_met) return add(expectation, "", bound.where, value);
        if (!value)
            return add(expectation,
                       fmt::format("expected {}, found null: {}", expectation, nothing),
                       bound.where);
        auto why = fmt::format("expected {}, found {}", expectation, *value);
        if (const auto missed = missed_units(run_, bound.name); !missed.empty())
            why += fmt::format("; {} missed: {}", missed.size(), first_ten(missed));
        if (const auto alarms = false_findings(run_, bound.name); !alarms.empty())
            why += fmt::format("; {} false: {}", alarms.size(), first_ten(alarms));
        add(expectation, why, bound.where, value);
    }

    /// An error nobody expected and an expected one that did not come both fail.
    void judge_operations() {
        const auto& matched = matched_[&sections_table::operations];
        for (std::size_t i = 0; i < run_.findings.operations.size(); ++i) {
            const auto& record = run_.findings.operations[i];
            const bool is_named = i < matched.size() && matched[i] && record.expected_error.empty();
            if (is_named || (record.expected_error.empty() && record.error_code.empty())) continue;
            const auto ending = record.expected_error.empty()
                                    ? "succeeds"
                                    : fmt::format("fails with {}", record.expected_error);
            const auto expectation = fmt::format("{} at {} {}", record.operation,
                                                 fleet::format_time(record.time), ending);
            const auto place = record.where.empty() ? "" : fmt::format(" ({})", record.where);
            add(expectation,
                record.error_code == record.expected_error
                    ? ""
                    : fmt::format("expected that {}; {}{}", expectation,
                                  sections_table::operations.describe(run_, i), place));
        }
    }

    void judge_silence() {
        std::vector<std::string> others;
        gather_others(sections_table::findings, run_.matching.audit_standing,
                      score_.unexpected_findings, others);
        gather_others(sections_table::alarms, run_.matching.event_standing,
                      score_.unexpected_events, others);
        const bool is_strict = expectations_.exclusive == Exclusive::strict;
        if (others.empty()) return add("nothing else is found", "");
        add("nothing else is found",
            fmt::format("found {} that {}: {}", others.size(),
                        is_strict ? "no entry expects"
                                  : "neither an entry expects nor the truth accounts for",
                        first_ten(others)));
    }

    void gather_others(const Section& section, const std::vector<Standing>& standing,
                       std::vector<std::size_t>& items, std::vector<std::string>& others) {
        const auto& matched = matched_[&section];
        for (const auto item : items_[&section]) {
            if (item < matched.size() && matched[item]) continue;
            const bool is_true =
                standing[item] == Standing::true_positive || standing[item] == Standing::attributed;
            if (is_true && expectations_.exclusive == Exclusive::truth) continue;
            items.push_back(item);
            others.push_back(section.describe(run_, item));
        }
    }

    const Expectations& expectations_;
    const Run& run_;
    Score& score_;
    std::map<const Section*, std::vector<std::size_t>> items_;  // looked up only, never iterated
    std::map<const Section*, std::vector<bool>> matched_;
    std::vector<ExpectationResult> results_;
};

}  // namespace

std::string words_of(const Entry& entry) {
    const bool is_one = entry.count.high == 1 || (entry.count.low == 1 && entry.count.high > 1e9);
    std::string text =
        fmt::format("{} {}{}", count_words(entry.count), entry.section->one, is_one ? "" : "s");
    for (const auto& wanted : entry.wanted)
        text += fmt::format(fmt::runtime(wanted.field->phrase), fleet::join(wanted.values, ", "));
    return text + entry.due_words;
}

void judge(const Expectations& expectations, const Run& run, Score& score) {
    if (expectations.is_present) Judge(expectations, run, score).judge();
}

}  // namespace score
