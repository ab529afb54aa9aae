// Marks a run: pairs findings with truth, counts, measures, and judges what was expected.
#include "engine/score/score.hpp"

#include <fmt/format.h>

#include "engine/score/expectations.hpp"
#include "engine/score/match.hpp"
#include "engine/score/measures.hpp"

namespace score {
namespace {

bool is_false(Standing standing) {
    return standing == Standing::false_positive || standing == Standing::must_stay_silent_spoke;
}

std::string rule_name(std::string_view profile, std::string_view behavior) {
    return fmt::format("{}/{}", profile, behavior);
}

void count_unit(Tally& overall, Tally& rule, bool is_found) {
    for (auto* tally : {&overall, &rule})
        ++(is_found ? tally->true_positives : tally->false_negatives);
}

void count_false(Tally& overall, Tally& rule) {
    ++overall.false_positives;
    ++rule.false_positives;
}

void tally_audit(const engine::Findings& findings, const Matching& matching, Score& score) {
    for (const auto& task : findings.tasks)
        for (const auto& check : task.checks) score.audit_checks[check.check_name];
    for (const auto& unit : matching.audit_units)
        if (!unit.incident->is_below_threshold)
            count_unit(score.audit_overall, score.audit_checks[unit.speaks->check_name],
                       unit.is_found);
    for (std::size_t i = 0; i < findings.audit_findings.size(); ++i)
        if (is_false(matching.audit_standing[i]))
            count_false(score.audit_overall,
                        score.audit_checks[findings.audit_findings[i].check_name]);
}

void tally_detect(const engine::Findings& findings, const Matching& matching, Score& score) {
    for (const auto& [name, json] : findings.behavior_json)
        score.detect_behaviors[rule_name(name.first, name.second)];
    for (const auto& unit : matching.detect_units) {
        const auto rule = rule_name(unit.behavior.profile_name, unit.behavior.behavior_name);
        const bool is_silent = unit.incident->is_below_threshold;
        IncidentScore incident{.incident = unit.incident->id,
                               .kind = unit.incident->kind,
                               .thing = unit.thing,
                               .behavior = rule,
                               .is_found = unit.first_event.has_value(),
                               .must_stay_silent = is_silent,
                               .time_to_detect = {}};
        auto& tally = score.detect_behaviors[rule];
        if (!is_silent) count_unit(score.detect_overall, tally, incident.is_found);
        if (!is_silent && incident.is_found)
            incident.time_to_detect =
                findings.violation_events[*unit.first_event].time - unit.incident->start;
        score.incidents.push_back(std::move(incident));
    }
    for (std::size_t i = 0; i < findings.violation_events.size(); ++i) {
        const auto& event = findings.violation_events[i];
        if (is_false(matching.event_standing[i]))
            count_false(score.detect_overall,
                        score.detect_behaviors[rule_name(event.profile_name, event.behavior_name)]);
    }
}

}  // namespace

Score mark(const engine::Findings& findings, const scenarios::GroundTruth& truth,
           const RunFacts& facts, const fleet::Document& scenario) {
    fleet::Problems problems;
    const auto expectations = read_expectations(scenario, problems);
    problems.raise_if_any();

    Score score;
    const auto matching = match(findings, truth, facts);
    tally_audit(findings, matching, score);
    tally_detect(findings, matching, score);
    for (const auto* measure : detect_measures()) score.*measure->field = measure->of(score, facts);
    score.audit_standing = matching.audit_standing;
    score.event_standing = matching.event_standing;

    score.has_expectations = expectations.is_present;
    judge(expectations, {findings, truth, facts, matching}, score);
    for (const auto& result : score.expectations)
        score.is_passed = score.is_passed && result.is_met;
    return score;
}

void validate_expectations(const fleet::Document& scenario, fleet::Problems& problems) {
    read_expectations(scenario, problems);
}

}  // namespace score
