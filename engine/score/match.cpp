// The matching rule.
//
// Truth comes as incidents. An incident names the checks that should speak of a resource, the
// metrics that should speak, each on a side, and the things it affects. It never names a behaviour.
//
// Audit. A unit is (check, resource, reason code) in one audit task that completed the check and
// whose window covers the incident. Most checks look at the registry of their instant: they cover
// every incident that has begun, unless a later one has taken its place: a certificate approaches
// its expiry, then is past it. Two look at a history of connections and cover what overlaps its
// window (audit_windows.hpp). A finding of a unit makes it found; a unit without one is missed; a
// finding of no unit is false. If only the completion of the check is lacking, a finding that is
// true all the same is attributed.
//
// Detect. A unit is (incident, affected thing, behaviour in force for it whose metric and side are
// listed). It is due from the start of the incident until its end, plus the behaviour's window,
// plus one slot for each datapoint to alarm; both ends count. The first in-alarm event in that
// interval makes the unit found. What follows in the interval is attributed, as is any alarm of an
// unlisted metric on an affected thing: a consequence, neither true nor false. Every other in-alarm
// event is false. Clearing and invalidation are no statements about the world.
//
// An incident below the threshold has the same units, but they must stay silent: what speaks is
// false. A fault has no units, it only attributes. Where several incidents claim one event, true
// goes before must-stay-silent, and that before attributed.
#include "engine/score/match.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "engine/score/audit_windows.hpp"

namespace score {
namespace {

using scenarios::Incident;

bool has_units(const Incident& incident) { return !incident.is_fault; }

// ---- audit

/// Task, check, key and value of the resource, reason code.
using AuditKey = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view,
                            std::string_view>;

class AuditMatcher {
  public:
    AuditMatcher(const engine::Findings& findings, const scenarios::GroundTruth& truth,
                 Matching& matching)
        : findings_(findings), windows_(findings), matching_(matching) {
        for (const auto& incident : truth.incidents)
            for (const auto& speaks : incident.checks)
                starts_[resource_of(speaks)].emplace_back(incident.start, speaks.reason_code);
        matching_.audit_standing.assign(findings.audit_findings.size(), Standing::false_positive);
        for (std::size_t i = 0; i < findings.audit_findings.size(); ++i) {
            const auto& finding = findings.audit_findings[i];
            for (const auto& [key, value] : finding.resource.identifier)
                by_key_[{finding.task_id, finding.check_name, key, value, finding.reason_code}]
                    .push_back(i);
        }
    }

    void match(const Incident& incident) {
        for (const auto& task : findings_.tasks)
            for (const auto& speaks : incident.checks)
                if (speaks.is_in_scope(task.start) &&
                    windows_.covers(task, speaks.check_name, incident) &&
                    !is_replaced(incident, speaks, task.start))
                    match(incident, task, speaks);
    }

  private:
    using ResourceKey = std::tuple<std::string_view, std::string_view, std::string_view>;
    static ResourceKey resource_of(const scenarios::CheckSpeaks& speaks) {
        return {speaks.check_name, speaks.resource_key, speaks.resource_value};
    }

    /// Has the incident ended, and another of the same check and resource begun by `when`, for
    /// another reason?
    bool is_replaced(const Incident& incident, const scenarios::CheckSpeaks& speaks,
                     fleet::Time when) const {
        return std::ranges::any_of(starts_.at(resource_of(speaks)), [&](const auto& other) {
            return other.second != speaks.reason_code && other.first >= incident.end &&
                   other.first <= when;
        });
    }

    void match(const Incident& incident, const engine::AuditTask& task,
               const scenarios::CheckSpeaks& speaks) {
        const AuditKey key{task.task_id, speaks.check_name, speaks.resource_key,
                           speaks.resource_value, speaks.reason_code};
        const auto found = by_key_.find(key);
        const bool is_found = found != by_key_.end();
        const bool is_unit = has_units(incident) && is_completed(task, speaks.check_name);
        // A defect that two incidents name is one unit, and the first of them has it.
        if (!claimed_.insert(key).second) return;
        if (is_unit)
            matching_.audit_units.push_back(
                {.task = &task, .incident = &incident, .speaks = &speaks, .is_found = is_found});
        if (!is_found) return;
        const auto standing = !is_unit                      ? Standing::attributed
                              : incident.is_below_threshold ? Standing::must_stay_silent_spoke
                                                            : Standing::true_positive;
        for (const auto index : found->second) matching_.audit_standing[index] = standing;
    }

    const engine::Findings& findings_;
    AuditWindows windows_;
    Matching& matching_;
    std::map<AuditKey, std::vector<std::size_t>> by_key_;
    std::map<ResourceKey, std::vector<std::pair<fleet::Time, std::string_view>>> starts_;
    std::set<AuditKey> claimed_;
};

// ---- detect

class DetectMatcher {
  public:
    DetectMatcher(const engine::Findings& findings, const RunFacts& facts, Matching& matching)
        : findings_(findings), facts_(facts), matching_(matching) {
        const auto& events = findings.violation_events;
        matching_.event_standing.assign(events.size(), Standing::attributed);
        for (std::size_t i = 0; i < events.size(); ++i) {
            if (events[i].type != engine::ViolationEventType::in_alarm) continue;
            matching_.event_standing[i] = Standing::false_positive;
            alarms_of_[events[i].thing_name].push_back(i);
        }
    }

    /// Alarms on affected things while the incident can still cause one.
    void attribute(const Incident& incident) {
        for (const auto& thing : incident.affected)
            for (const auto index : alarms_of_[thing]) {
                const auto& event = findings_.violation_events[index];
                const auto unit = unit_of(incident, thing, behavior_of(event));
                if (is_due(unit, event)) matching_.event_standing[index] = Standing::attributed;
            }
    }

    void match(const Incident& incident) {
        const std::set<std::string> things(incident.affected.begin(), incident.affected.end());
        for (const auto& thing : things)
            for (const auto& behavior : behaviors_for(thing))
                if (is_listed(incident, behavior)) match(unit_of(incident, thing, behavior));
    }

  private:
    static bool is_listed(const Incident& incident, const engine::BehaviorInForce& behavior) {
        // The truth tells metrics, not on which topics they move: an alarm is accounted for, and
        // silence is no miss.
        if (behavior.is_scoped) return false;
        // The sides of both enumerations are the same three in the same order; engine and
        // scenarios share no header, so nobody but the score can say so.
        return std::ranges::any_of(incident.speaks, [&](const scenarios::MetricSpeaks& speaks) {
            return speaks.metric == behavior.metric &&
                   static_cast<int>(speaks.side) == static_cast<int>(behavior.side);
        });
    }
    static DetectUnit unit_of(const Incident& incident, const std::string& thing,
                              const engine::BehaviorInForce& behavior) {
        return {.incident = &incident,
                .thing = thing,
                .behavior = behavior,
                .due_from = incident.start,
                .due_until =
                    incident.end + behavior.window + behavior.datapoints_to_alarm * behavior.pace,
                .first_event = {}};
    }
    static bool is_due(const DetectUnit& unit, const engine::ViolationEvent& event) {
        return unit.due_from <= event.time && event.time <= unit.due_until;
    }

    void match(DetectUnit unit) {
        for (const auto index : alarms_of_[unit.thing]) {
            const auto& event = findings_.violation_events[index];
            if (event.profile_name != unit.behavior.profile_name ||
                event.behavior_name != unit.behavior.behavior_name || !is_due(unit, event))
                continue;
            auto& standing = matching_.event_standing[index];
            const bool is_first = !unit.first_event;
            if (is_first) unit.first_event = index;
            if (unit.incident->is_below_threshold)
                standing = Standing::must_stay_silent_spoke;
            else if (is_first)
                standing = Standing::true_positive;
            else if (standing != Standing::true_positive)
                standing = Standing::attributed;
        }
        matching_.detect_units.push_back(std::move(unit));
    }

    const std::vector<engine::BehaviorInForce>& behaviors_for(const std::string& thing) {
        const auto known = behaviors_.find(thing);
        if (known != behaviors_.end()) return known->second;
        return behaviors_
            .emplace(thing, facts_.behaviors_for ? facts_.behaviors_for(thing)
                                                 : std::vector<engine::BehaviorInForce>{})
            .first->second;
    }
    /// The behaviour an event speaks of; one no longer in force counts with the shortest window.
    engine::BehaviorInForce behavior_of(const engine::ViolationEvent& event) {
        for (const auto& behavior : behaviors_for(event.thing_name))
            if (behavior.profile_name == event.profile_name &&
                behavior.behavior_name == event.behavior_name)
                return behavior;
        engine::BehaviorInForce gone;
        gone.window = fleet::slot_length;
        return gone;
    }

    const engine::Findings& findings_;
    const RunFacts& facts_;
    Matching& matching_;
    std::map<std::string, std::vector<std::size_t>, std::less<>> alarms_of_;
    std::map<std::string, std::vector<engine::BehaviorInForce>, std::less<>> behaviors_;
};

}  // namespace

Matching match(const engine::Findings& findings, const scenarios::GroundTruth& truth,
               const RunFacts& facts) {
    Matching matching;
    AuditMatcher audit(findings, truth, matching);
    DetectMatcher detect(findings, facts, matching);
    const auto for_each = [&](auto wanted, auto act) {
        for (const auto& incident : truth.incidents)
            if (wanted(incident)) act(incident);
    };
    const auto is_visible = [](const Incident& i) { return has_units(i) && !i.is_below_threshold; };
    const auto is_faint = [](const Incident& i) { return has_units(i) && i.is_below_threshold; };
    // The weakest claim on an event first, so that a stronger one overrides it; the first claim on
    // an audit unit stands, hence the other order there.
    for_each([](const Incident&) { return true; }, [&](const Incident& i) { detect.attribute(i); });
    for_each(is_faint, [&](const Incident& i) { detect.match(i); });
    for_each(is_visible, [&](const Incident& i) { detect.match(i); });
    for_each(is_visible, [&](const Incident& i) { audit.match(i); });
    for_each(is_faint, [&](const Incident& i) { audit.match(i); });
    for_each([](const Incident& i) { return i.is_fault; },
             [&](const Incident& i) { audit.match(i); });
    // Back into the order of the truth, in which incidents are told.
    std::ranges::stable_sort(matching.audit_units, {}, &AuditUnit::incident);
    std::ranges::stable_sort(matching.detect_units, {}, &DetectUnit::incident);
    return matching;
}

}  // namespace score
