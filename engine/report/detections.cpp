#include "engine/report/detections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "engine/aws_json.hpp"
#include "engine/report/run_file_parts.hpp"
#include "engine/report/text_sections.hpp"

namespace report {
namespace {

using fleet::Json;

/// A page of lines is what anybody reads; the files hold all of them.
constexpr std::size_t listed_max = 200;

std::string behavior_json(const engine::Findings& findings, const std::string& profile,
                          const std::string& behavior) {
    const auto found = findings.behavior_json.find({profile, behavior});
    return found == findings.behavior_json.end() ? "{}" : found->second;
}

Json violation_events(const engine::Findings& findings) {
    std::vector<const engine::ViolationEvent*> events;
    for (const auto& event : findings.violation_events) events.push_back(&event);
    std::ranges::stable_sort(events, [](const auto* a, const auto* b) {
        return std::tuple(b->time, std::string_view(a->violation_id)) <
               std::tuple(a->time, std::string_view(b->violation_id));
    });
    return array_of(events, [&](const engine::ViolationEvent* event) {
        return engine::to_json(*event,
                               behavior_json(findings, event->profile_name, event->behavior_name),
                               findings.verification_of(event->violation_id));
    });
}

Json active_violations(const engine::Findings& findings) {
    return array_of(findings.active_violations, [&](const engine::ActiveViolation& violation) {
        return engine::to_json(
            violation, behavior_json(findings, violation.profile_name, violation.behavior_name),
            findings.verification_of(violation.violation_id));
    });
}

std::string notification_line(const engine::Notification& notification) {
    auto line = fmt::format(R"({{"topicArn":{},"message":{})",
                            fleet::to_line(notification.topic_arn), raw(notification.message));
    if (!notification.is_sent)
        line += fmt::format(R"(,"sent":false,"reason":{})", fleet::to_line(notification.why_not));
    return line + '}';
}

std::string value_text(const std::optional<engine::MetricValue>& value) {
    // The files hold all of a long list.
    return value ? ", " + fleet::shortened(fleet::to_line(engine::to_json(*value))) : std::string{};
}

std::string event_line(const engine::ViolationEvent& event) {
    return wrapped(fmt::format("{} {} {}/{} on {}{}", fleet::format_time(event.time),
                               name_of(event.type), event.profile_name, event.behavior_name,
                               event.thing_name, value_text(event.value)),
                   2);
}

std::string active_line(const engine::ActiveViolation& violation) {
    return wrapped(
        fmt::format("{}/{} on {} since {}{}", violation.profile_name, violation.behavior_name,
                    violation.thing_name, fleet::format_time(violation.violation_start_time),
                    value_text(violation.last_value)),
        2);
}

template <typename Items, typename ToLine>
std::string section(std::string_view title, const Items& items, ToLine to_line) {
    if (items.empty()) return {};
    auto text = fmt::format("\n{}\n", title);
    for (std::size_t i = 0; i < std::min(items.size(), listed_max); ++i) text += to_line(items[i]);
    if (items.size() > listed_max)
        text += fmt::format("  and {} more; --out keeps all of them\n", items.size() - listed_max);
    return text;
}

}  // namespace

std::string render_detections(const DetectStory& story) {
    auto text = wrapped(
        fmt::format(
            "{} observations from {} to {}; {} client ids, of which {} are registered things",
            story.observations, fleet::format_time(story.start), fleet::format_time(story.end),
            story.clients, story.things),
        0);
    for (const auto& attachment : story.attachments) text += wrapped(attachment, 2);
    const auto& findings = story.findings;
    text += section("Violation events", findings.violation_events, event_line);
    text += section("Still in alarm", findings.active_violations, active_line);
    const auto alarms =
        std::ranges::count(findings.violation_events, engine::ViolationEventType::in_alarm,
                           &engine::ViolationEvent::type);
    text += reports_section(findings.reports);
    return text + fmt::format("\n{} alarm{}, {} still active\n", alarms, alarms == 1 ? "" : "s",
                              findings.active_violations.size());
}

std::string detections_json(const engine::Findings& findings) {
    Json json;
    json["violationEvents"] = violation_events(findings);
    json["activeViolations"] = active_violations(findings);
    return fleet::to_text(json);
}

void write_detect_files(const engine::Findings& findings, const std::filesystem::path& folder) {
    write_json(folder / "detect/violation-events.json",
               object_of("violationEvents", violation_events(findings)));
    write_json(folder / "detect/active-violations.json",
               object_of("activeViolations", active_violations(findings)));
}

void write_notifications(const engine::Findings& findings, const std::filesystem::path& folder) {
    write_lines(folder / "notifications.jsonl", findings.notifications, notification_line);
}

}  // namespace report
