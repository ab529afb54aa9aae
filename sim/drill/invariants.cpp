#include "sim/drill/invariants.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "engine/reference/reference.hpp"

namespace drill {
namespace {

using engine::ViolationEvent;
using engine::ViolationEventType;
using fleet::ObservationKind;

std::string text_of(const std::optional<engine::MetricValue>& value) {
    if (!value) return "no value";
    if (value->form == engine::MetricValue::Form::count) return fmt::format("{}", value->count);
    return fmt::format("[{}] [{}] {}", fmt::join(value->texts, " "), fmt::join(value->numbers, " "),
                       value->number);
}

std::string text_of(const ViolationEvent& event) {
    return fmt::format("{} {} {}/{} {} {}", fleet::format_time(event.time), event.thing_name,
                       event.profile_name, event.behavior_name, name_of(event.type),
                       text_of(event.value));
}

/// The first line in which two lists of lines differ.
std::string difference(const std::vector<std::string>& one, const std::vector<std::string>& other) {
    const auto [a, b] = std::ranges::mismatch(one, other);
    if (a == one.end() && b == other.end()) return {};
    return fmt::format("{} | {}", a == one.end() ? "nothing" : *a,
                       b == other.end() ? "nothing" : *b);
}

std::vector<std::string> lines_of(const engine::Findings& findings) {
    std::vector<std::string> lines;
    for (const auto& event : findings.violation_events)
        lines.push_back(fmt::format("{} {}", text_of(event), event.violation_id));
    for (const auto& active : findings.active_violations)
        lines.push_back(fmt::format("active {} {} {} {} {}", active.violation_id, active.thing_name,
                                    text_of(active.last_value),
                                    fleet::format_time(active.last_violation_time),
                                    fleet::format_time(active.violation_start_time)));
    for (const auto& found : findings.audit_findings)
        lines.push_back(
            fmt::format("audit {} {} {}", found.finding_id, found.check_name, found.reason));
    for (const auto& note : findings.notifications)
        lines.push_back(
            fmt::format("notification {} {}", fleet::format_time(note.time), note.message));
    lines.push_back(fmt::format("reports {} {} {} {}", findings.reports.accepted,
                                findings.reports.malformed, findings.reports.throttled,
                                findings.reports.repeated));
    return lines;
}

}  // namespace

Verdict alarms_alternate(const engine::Findings& findings) {
    std::map<std::tuple<std::string, std::string, std::string>, std::string> on;
    const auto broken = [](const ViolationEvent& event, std::string_view how) {
        return Broken{"alarms", fmt::format("{}: {}", text_of(event), how)};
    };
    for (const auto& event : findings.violation_events) {
        auto& id = on[{event.thing_name, event.profile_name, event.behavior_name}];
        if (event.type == ViolationEventType::in_alarm) {
            if (!id.empty()) return broken(event, "it was in alarm already");
            id = event.violation_id;
            continue;
        }
        if (id.empty()) return broken(event, "it was not in alarm");
        if (id != event.violation_id) return broken(event, "it has the id of another alarm");
        id.clear();
    }
    std::set<std::string> open, active;
    for (const auto& [whose, id] : on)
        if (!id.empty()) open.insert(id);
    for (const auto& violation : findings.active_violations) active.insert(violation.violation_id);
    if (open == active && active.size() == findings.active_violations.size()) return std::nullopt;
    return Broken{"active", fmt::format("by the events {} alarms are on, and {} are active",
                                        open.size(), findings.active_violations.size())};
}

Verdict counts_conserve(const sim::TransportCounts& counts, std::span<const fleet::Slice> slices) {
    sim::TransportCounts seen;
    for (const auto& slice : slices) {
        for (const auto& one : slice.observations) {
            if (one.kind == ObservationKind::published || one.kind == ObservationKind::report)
                seen.messages_published += one.count;
            if (one.kind == ObservationKind::delivered) seen.messages_delivered += one.count;
            if (one.kind == ObservationKind::connected || one.kind == ObservationKind::refused ||
                one.reason == fleet::Reason::connect)
                seen.connects += one.count;
        }
    }
    if (seen.messages_published == counts.messages_published &&
        seen.messages_delivered == counts.messages_delivered && seen.connects == counts.connects)
        return std::nullopt;
    return Broken{
        "counts",
        fmt::format("observed are {} published, {} delivered, {} connects; counted {}, {}, {}",
                    seen.messages_published, seen.messages_delivered, seen.connects,
                    counts.messages_published, counts.messages_delivered, counts.connects)};
}

Verdict findings_agree(const std::string& invariant, const engine::Findings& one,
                       const engine::Findings& other) {
    auto what = difference(lines_of(one), lines_of(other));
    if (what.empty()) return std::nullopt;
    return Broken{invariant, std::move(what)};
}

std::vector<ViolationEvent> covered_events(const engine::Findings& findings,
                                           const engine::Rules& rules) {
    std::set<std::pair<std::string, std::string>> covered;
    for (const auto& [profile, targets] : rules.profiles)
        for (const auto& behavior : profile.behaviors)
            if (reference::covers(behavior)) covered.insert({profile.name, behavior.name});
    std::vector<ViolationEvent> events;
    for (const auto& event : findings.violation_events)
        if (covered.contains({event.profile_name, event.behavior_name})) events.push_back(event);
    return events;
}

Verdict events_agree(const engine::Findings& findings, const engine::Rules& rules,
                     std::span<const ViolationEvent> expected) {
    std::vector<std::string> by_engine, by_reference;
    for (const auto& event : covered_events(findings, rules)) by_engine.push_back(text_of(event));
    for (const auto& event : expected) by_reference.push_back(text_of(event));
    std::ranges::sort(by_engine);
    std::ranges::sort(by_reference);
    auto what = difference(by_engine, by_reference);
    if (what.empty()) return std::nullopt;
    return Broken{"reference", "engine | reference: " + std::move(what)};
}

}  // namespace drill
