// Judges what a scenario expects, and says in words what was expected, what was found, and what
// came nearest.
#include "engine/score/expectations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "engine/score/difference.hpp"
#include "engine/score/entry_match.hpp"
#include "engine/score/misses.hpp"
#include "fleet/base/text.hpp"

namespace score {
namespace {

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
             std::optional<double> found = {}, std::vector<Difference> differences = {}) {
        const bool is_met = why.empty();
        results_.push_back({.expectation = std::move(expectation),
                            .is_met = is_met,
                            .where = where,
                            .why = std::move(why),
                            .found = found,
                            .differences = std::move(differences)});
    }

    void judge(const Entry& entry) {
        std::vector<std::size_t> found;
        for (const auto item : items_[entry.section])
            if (means(run_, entry, item)) found.push_back(item);
        auto& matched = matched_[entry.section];
        matched.resize(items_.at(entry.section).empty() ? 0 : items_.at(entry.section).back() + 1);
        for (const auto item : found) matched[item] = true;
        const auto count = static_cast<double>(found.size());
        if (entry.count.contains(count)) return add(words_of(entry), "", entry.where, count);
        const auto missed = missed_units_of(run_, entry);
        const auto nearest = nearest_items(run_, entry, items_[entry.section], missed);
        add(words_of(entry), why_not(entry, found, missed, nearest), entry.where, count,
            differences_of(run_, entry, found, nearest));
    }

    std::string why_not(const Entry& entry, const std::vector<std::size_t>& found,
                        const std::vector<const DetectUnit*>& missed,
                        const std::vector<std::size_t>& nearest) {
        auto why =
            fmt::format("expected {}",
                        entry.due.at || entry.due.within ? bare_words_of(entry) : words_of(entry));
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
        if (!nearest.empty())
            return fmt::format("{}; nearest: {}", why,
                               entry.section->describe(run_, nearest.front()));
        const auto size = items_[entry.section].size();
        if (size == 0) return fmt::format("{}; the run has no {}", why, entry.section->one);
        return fmt::format("{}; the run has {} {}{}, none like it", why, size, entry.section->one,
                           size == 1 ? "" : "s");
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
                       bound.where, {}, {difference_of_figure(bound, value)});
        auto why = fmt::format("expected {}, found {}", expectation, *value);
        if (const auto missed = missed_units(run_, bound.name); !missed.empty())
            why += fmt::format("; {} missed: {}", missed.size(), first_ten(missed));
        if (const auto alarms = false_findings(run_, bound.name); !alarms.empty())
            why += fmt::format("; {} false: {}", alarms.size(), first_ten(alarms));
        add(expectation, why, bound.where, value, {difference_of_figure(bound, value)});
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
            if (record.error_code == record.expected_error) {
                add(expectation, "");
                continue;
            }
            const auto found = record.error_code.empty()
                                   ? std::string("succeeds")
                                   : fmt::format("fails with {}", record.error_code);
            add(expectation,
                fmt::format("expected that {}; {}{}", expectation,
                            sections_table::operations.describe(run_, i), place),
                {}, {},
                {{.found = {},
                  .reason = {},
                  .fields = {{.field = record.operation,
                              .expected = ending,
                              .found = found,
                              .is_alike = false}}}});
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
                        first_ten(others)),
            {}, {}, unexpected_differences());
    }

    /// As many as are listed.
    std::vector<Difference> unexpected_differences() {
        constexpr std::size_t listed_max = 10;
        std::vector<Difference> differences;
        const auto list = [&](const Section& section, const std::vector<std::size_t>& items) {
            for (const auto item : items)
                if (differences.size() < listed_max)
                    differences.push_back(
                        difference_of_unexpected(run_, expectations_, section, item));
        };
        list(sections_table::findings, score_.unexpected_findings);
        list(sections_table::alarms, score_.unexpected_events);
        return differences;
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

std::string quoted_if_empty(const std::vector<std::string>& values) {
    const auto words = fleet::join(values, ", ");
    return words.empty() ? "\"\"" : words;
}

}  // namespace

std::string bare_words_of(const Entry& entry) {
    const bool is_one = entry.count.high == 1 || (entry.count.low == 1 && entry.count.high > 1e9);
    std::string text =
        fmt::format("{} {}{}", count_words(entry.count), entry.section->one, is_one ? "" : "s");
    for (const auto& wanted : entry.wanted)
        text += fmt::format(fmt::runtime(wanted.field->phrase), quoted_if_empty(wanted.values));
    if (!entry.match.root().is_null()) text += " like " + fleet::to_line(entry.match.root());
    return text;
}

std::string words_of(const Entry& entry) { return bare_words_of(entry) + entry.due_words; }

void judge(const Expectations& expectations, const Run& run, Score& score) {
    if (expectations.is_present) Judge(expectations, run, score).judge();
}

}  // namespace score
