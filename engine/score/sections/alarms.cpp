// Alarms: the in-alarm events of detect. What clears or invalidates an alarm is no alarm.
#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "engine/aws_json.hpp"
#include "engine/score/sections.hpp"
#include "scenarios/expect_shape.hpp"

namespace score::sections_table {
namespace {

using Texts = std::vector<std::string>;

const engine::ViolationEvent& event_of(const Run& run, std::size_t item) {
    return run.findings.violation_events[item];
}

Texts behavior_of(const Run& run, std::size_t item) {
    const auto& event = event_of(run, item);
    return {event.behavior_name, fmt::format("{}/{}", event.profile_name, event.behavior_name)};
}

Texts metric_of(const Run& run, std::size_t item) {
    const auto& event = event_of(run, item);
    if (!run.facts.behaviors_for) return {};
    for (const auto& behavior : run.facts.behaviors_for(event.thing_name))
        if (behavior.profile_name == event.profile_name &&
            behavior.behavior_name == event.behavior_name)
            return {behavior.metric};
    return {};
}

Texts cohort_of(const Run& run, std::size_t item) {
    return run.facts.cohort_of ? Texts{run.facts.cohort_of(event_of(run, item).thing_name)}
                               : Texts{};
}

constexpr std::array<Field, 5> fields{{
    {"behavior", FieldType::text, true, " of behavior {}", behavior_of},
    {"profile", FieldType::text, false, " of profile {}",
     [](const Run& run, std::size_t i) { return Texts{event_of(run, i).profile_name}; }},
    {"metric", FieldType::text, false, " of metric {}", metric_of},
    {"cohort", FieldType::text, false, " in cohort {}", cohort_of},
    {"thing", FieldType::text, false, " on {}",
     [](const Run& run, std::size_t i) { return Texts{event_of(run, i).thing_name}; }},
}};

std::vector<std::size_t> items(const Run& run) {
    std::vector<std::size_t> alarms;
    const auto& events = run.findings.violation_events;
    for (std::size_t i = 0; i < events.size(); ++i)
        if (events[i].type == engine::ViolationEventType::in_alarm) alarms.push_back(i);
    return alarms;
}

std::string describe(const Run& run, std::size_t item) {
    const auto& event = event_of(run, item);
    return fmt::format("{}/{} on {} at {}", event.profile_name, event.behavior_name,
                       event.thing_name, fleet::format_time(event.time));
}

fleet::Json json(const Run& run, std::size_t item) {
    const auto& event = event_of(run, item);
    const auto behavior =
        run.findings.behavior_json.find({event.profile_name, event.behavior_name});
    return engine::to_json(event,
                           behavior == run.findings.behavior_json.end() ? "{}" : behavior->second,
                           run.findings.verification_of(event.violation_id));
}

}  // namespace

const Section alarms{.name = "alarms",
                     .one = "alarm",
                     .is_timed = true,
                     .fields = fields,
                     .items = items,
                     .time = [](const Run& run, std::size_t i) { return event_of(run, i).time; },
                     .describe = describe,
                     .shape = scenarios::alarm_match_shape,
                     .json = json};

}  // namespace score::sections_table
