// Two statements are one and the same if they are about the same: of findings check, resource,
// reason and which audit of its schedule it was; of events profile, behaviour, thing and type.
// Where several events are about the same, those of equal times belong together, and what stands
// between two such pairs is paired in its order. So an alarm more at the beginning of a run has
// come, instead of having moved all that follow.
#include "engine/report/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

namespace report {
namespace {

/// Which audit: its schedule, and the how manieth of that.
using Turn = std::pair<std::string, std::size_t>;

std::map<std::string, Turn> turns_of(const engine::Findings& findings) {
    std::map<std::string, Turn> turns;  // by id of the task
    std::map<std::string, std::size_t> counts;
    for (const auto& task : findings.tasks)
        turns[task.task_id] = {task.scheduled_audit_name, ++counts[task.scheduled_audit_name]};
    return turns;
}

/// What statements are about, apart from their time.
struct Subject {
    std::string rule, what;
    ResourceNames resource;
    Turn turn;
    std::string thing;
    auto operator<=>(const Subject&) const = default;
};

struct Sides {
    std::vector<Stated> before, after;  // by time
};
using Subjects = std::map<Subject, Sides>;

void add_findings(const ComparedRun& run, std::vector<Stated> Sides::*side, Subjects& subjects) {
    const auto turns = turns_of(run.findings);
    for (const auto& finding : run.findings.audit_findings) {
        Subject subject{.rule = finding.check_name, .what = finding.reason_code};
        subject.resource = finding.resource.identifier;
        std::ranges::sort(subject.resource);
        if (const auto turn = turns.find(finding.task_id); turn != turns.end())
            subject.turn = turn->second;
        (subjects[std::move(subject)].*side)
            .push_back({.time = finding.finding_time, .is_suppressed = finding.is_suppressed});
    }
}

void add_events(const ComparedRun& run, std::vector<Stated> Sides::*side, Subjects& subjects) {
    for (const auto& event : run.findings.violation_events) {
        Subject subject{.rule = fmt::format("{}/{}", event.profile_name, event.behavior_name),
                        .what = std::string(engine::name_of(event.type)),
                        .resource = {},
                        .turn = {},
                        .thing = event.thing_name};
        (subjects[std::move(subject)].*side).push_back({.time = event.time});
    }
}

using Pair = std::pair<std::optional<Stated>, std::optional<Stated>>;

/// Both by time. What is at one time is a pair, what lies between two pairs is paired in its order.
std::vector<Pair> paired(std::span<const Stated> before, std::span<const Stated> after) {
    std::vector<Pair> pairs;
    const auto pair_in_order = [&](std::span<const Stated> old, std::span<const Stated> now) {
        for (std::size_t i = 0; i < std::max(old.size(), now.size()); ++i)
            pairs.emplace_back(i < old.size() ? std::optional(old[i]) : std::nullopt,
                               i < now.size() ? std::optional(now[i]) : std::nullopt);
    };
    std::size_t old_done = 0, now_done = 0;
    for (std::size_t i = 0, j = 0; i < before.size() && j < after.size();) {
        if (before[i].time != after[j].time) {
            ++(before[i].time < after[j].time ? i : j);
            continue;
        }
        pair_in_order(before.subspan(old_done, i - old_done),
                      after.subspan(now_done, j - now_done));
        pairs.emplace_back(before[i], after[j]);
        old_done = ++i;
        now_done = ++j;
    }
    pair_in_order(before.subspan(old_done), after.subspan(now_done));
    return pairs;
}

std::vector<Difference> differences_of(Subjects subjects) {
    std::vector<Difference> differences;
    for (auto& [subject, sides] : subjects) {
        std::ranges::stable_sort(sides.before, {}, &Stated::time);
        std::ranges::stable_sort(sides.after, {}, &Stated::time);
        for (const auto& [before, after] : paired(sides.before, sides.after)) {
            if (before == after) continue;
            differences.push_back({.rule = subject.rule,
                                   .what = subject.what,
                                   .resource = subject.resource,
                                   .schedule = subject.turn.first,
                                   .audit = subject.turn.second,
                                   .things = {subject.thing},
                                   .before = before,
                                   .after = after});
        }
    }
    std::ranges::stable_sort(differences, [](const Difference& a, const Difference& b) {
        return std::pair(std::string_view(a.rule), a.first()) <
               std::pair(std::string_view(b.rule), b.first());
    });
    return differences;
}

/// Whom findings concern says the run that has them.
void name_things(const ComparedRun& before, const ComparedRun& after,
                 std::vector<Difference>& findings) {
    for (auto& one : findings) {
        const auto& run = one.before ? before : after;
        one.things = run.things_of ? run.things_of(one.resource) : std::vector<std::string>{};
    }
}

/// Every score has the same figures (figures_in).
std::vector<FigureChange> figures_of(const ScoreFigures& before, const ScoreFigures& after) {
    std::vector<FigureChange> changes;
    const auto value_in = [](const ScoreFigures& score, const std::string& name) {
        const auto found = std::ranges::find(score.figures, name,
                                             &std::pair<std::string, std::optional<double>>::first);
        return found == score.figures.end() ? std::nullopt : found->second;
    };
    for (const auto& [name, value] : before.figures)
        if (const auto now = value_in(after, name); now != value)
            changes.push_back({.name = name, .before = value, .after = now});
    return changes;
}

std::vector<ExpectationChange> expectations_of(const ScoreFigures& before,
                                               const ScoreFigures& after) {
    auto all = before.expectations;
    all.insert(after.expectations.begin(), after.expectations.end());
    std::vector<ExpectationChange> changes;
    const auto at = [](const ScoreFigures& score, const std::string& words) {
        const auto found = score.expectations.find(words);
        return found == score.expectations.end() ? std::nullopt : std::optional(found->second);
    };
    for (const auto& [words, unused] : all)
        if (at(before, words) != at(after, words))
            changes.push_back(
                {.expectation = words, .before = at(before, words), .after = at(after, words)});
    return changes;
}

template <typename NamesOf>
std::map<std::string, WayCounts> counts_by(std::span<const Difference> differences,
                                           NamesOf names_of) {
    std::map<std::string, WayCounts> counts;
    for (const auto& difference : differences)
        for (const auto& name : names_of(difference)) ++counts[name][difference.way()];
    return counts;
}

}  // namespace

std::string_view name_of(Way way) {
    static constexpr std::array<std::string_view, 4> names{"came", "went", "moved", "altered"};
    return names[static_cast<std::size_t>(way)];
}

Way Difference::way() const {
    if (!before) return Way::came;
    if (!after) return Way::went;
    return before->time == after->time ? Way::altered : Way::moved;
}

fleet::Time Difference::first() const {
    if (before && after) return std::min(before->time, after->time);
    return before ? before->time : after->time;
}

WayCounts counts_of(std::span<const Difference> differences) {
    WayCounts counts;
    for (const auto& difference : differences) ++counts[difference.way()];
    return counts;
}

std::map<std::string, WayCounts> counts_by_rule(std::span<const Difference> differences) {
    return counts_by(differences, [](const Difference& one) { return std::array{one.rule}; });
}

bool Comparison::is_changed() const {
    return !findings.empty() || !events.empty() || !figures.empty() || !expectations.empty();
}

std::map<std::string, WayCounts> Comparison::devices() const {
    auto counts = counts_by(findings, [](const Difference& one) { return one.things; });
    for (const auto& [thing, ways] :
         counts_by(events, [](const Difference& one) { return one.things; }))
        for (const auto& [way, count] : ways) counts[thing][way] += count;
    return counts;
}

Comparison compare(const ComparedRun& before, const ComparedRun& after) {
    Comparison comparison{.before_name = before.name,
                          .before_story = before.story,
                          .after_name = after.name,
                          .after_story = after.story};
    Subjects findings, events;
    const auto lacks = [&](std::string_view half, bool ComparedRun::*has) {
        if (before.*has != after.*has)
            comparison.notes.push_back(fmt::format("{} is not compared: {} holds none", half,
                                                   before.*has ? after.name : before.name));
        return !(before.*has && after.*has);
    };
    if (!lacks("audit", &ComparedRun::has_audit)) {
        add_findings(before, &Sides::before, findings);
        add_findings(after, &Sides::after, findings);
    }
    if (!lacks("detect", &ComparedRun::has_detect)) {
        add_events(before, &Sides::before, events);
        add_events(after, &Sides::after, events);
    }
    comparison.findings = differences_of(std::move(findings));
    name_things(before, after, comparison.findings);
    comparison.events = differences_of(std::move(events));
    if (before.score && after.score) {
        comparison.figures = figures_of(*before.score, *after.score);
        comparison.expectations = expectations_of(*before.score, *after.score);
    }
    return comparison;
}

}  // namespace report
