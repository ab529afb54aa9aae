// The tables of the text report.
#include "engine/report/text_sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace report {
namespace {

constexpr std::size_t listed_max = 10;

/// Cut with dots where it would break its line.
std::string shortened(std::string_view text, std::size_t width) {
    if (text.size() <= width) return std::string(text);
    return fmt::format("{}...", text.substr(0, width - 3));
}

/// Pads to `width`, or cuts: a table column never breaks its line.
std::string cell(std::string_view text, std::size_t width) {
    return fmt::format("{:<{}}", shortened(text, width), width);
}

std::string more(std::size_t total) {
    return total <= listed_max ? "" : fmt::format("    and {} more\n", total - listed_max);
}

std::string incident_line(const score::IncidentScore& incident, const Palette& palette) {
    const bool is_good = incident.is_found != incident.must_stay_silent;
    std::string verdict = incident.is_found ? "found" : "missed";
    if (incident.must_stay_silent) verdict = incident.is_found ? "spoke" : "silent";
    if (incident.time_to_detect)
        verdict += " after " + fleet::format_duration(*incident.time_to_detect);
    return fmt::format("    {} {} {} {}{}{}\n", cell(incident.incident, 24),
                       cell(incident.thing, 18), cell(incident.behavior, 28),
                       is_good ? palette.good : palette.bad, verdict, palette.off);
}

std::string head_of(const engine::AuditTask& task) {
    return fmt::format("\n  Audit of {}, {}\n", fleet::format_time(task.start), task.status);
}

std::string table_of(const engine::AuditTask& task) {
    auto text =
        fmt::format("    {} {} {:>15}\n", cell("check", 54), cell("status", 23), "noncompliant");
    for (const auto& check : task.checks) {
        text +=
            fmt::format("    {} {} {:>15}\n", cell(check.check_name, 54), cell(check.status, 23),
                        fmt::format("{}/{}", check.non_compliant_resources, check.total_resources));
        if (check.suppressed_resources > 0)
            text += fmt::format("      {} suppressed\n", check.suppressed_resources);
    }
    return text;
}

/// The runs of a schedule are many and mostly alike: told are the first of each series of equal
/// ones, and how long the series goes on.
std::string schedule_section(std::string_view name,
                             std::span<const engine::AuditTask* const> runs) {
    auto text = fmt::format("\n  Scheduled audit {}, {} run{}\n", shortened(name, 70), runs.size(),
                            runs.size() == 1 ? "" : "s");
    for (std::size_t first = 0; first < runs.size();) {
        const auto table = table_of(*runs[first]);
        auto last = first;
        while (last + 1 < runs.size() && runs[last + 1]->status == runs[first]->status &&
               table_of(*runs[last + 1]) == table)
            ++last;
        text += head_of(*runs[first]) + table;
        if (last > first)
            text += fmt::format("    the same in {} more, to {}\n", last - first,
                                fleet::format_time(runs[last]->start));
        first = last + 1;
    }
    return text;
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t indent) {
    const std::string margin(indent, ' ');
    const auto width = text_width_max - indent;
    std::string lines;
    while (!text.empty()) {
        auto cut = text.size();
        if (cut > width) {
            cut = text.find_last_of(' ', width);
            if (cut == std::string_view::npos || cut == 0) cut = width;
        }
        lines += fmt::format("{}{}\n", margin, text.substr(0, cut));
        text.remove_prefix(cut);
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    }
    return lines;
}

std::string indented(std::string_view lines, std::size_t indent) {
    const std::string margin(indent, ' ');
    std::string text;
    while (!lines.empty()) {
        const auto end = std::min(lines.find('\n'), lines.size() - 1) + 1;
        text += margin;
        text += lines.substr(0, end);
        lines.remove_prefix(end);
    }
    return text;
}

std::string audit_section(const Story& story) {
    std::string text;
    std::map<std::string, std::vector<const engine::AuditTask*>> schedules;  // by name
    for (const auto& task : story.findings.tasks) {
        if (task.scheduled_audit_name.empty())
            text += head_of(task) + table_of(task);
        else
            schedules[task.scheduled_audit_name].push_back(&task);
    }
    for (const auto& [name, runs] : schedules) text += schedule_section(name, runs);
    return text;
}

std::string checks_section(const Story& story) {
    if (story.score.audit_checks.empty()) return {};
    constexpr std::size_t width = 50;
    std::map<std::string, std::size_t> findings, attributed;
    const auto& found = story.findings.audit_findings;
    for (std::size_t i = 0; i < found.size(); ++i) {
        ++findings[found[i].check_name];
        if (story.score.audit_standing[i] == score::Standing::attributed)
            ++attributed[found[i].check_name];
    }
    constexpr auto line = "    {} {:>8} {:>7} {:>7} {:>7} {:>11}\n";
    auto text = "\n  Audit\n" + fmt::format(line, cell("check", width), "findings", "true",
                                            "missed", "false", "attributed");
    for (const auto& [check, tally] : story.score.audit_checks)
        text += fmt::format(line, cell(check, width), findings[check], tally.true_positives,
                            tally.false_negatives, tally.false_positives, attributed[check]);
    return text;
}

std::string detect_section(const Story& story) {
    if (story.score.detect_behaviors.empty()) return {};
    constexpr std::size_t width = 46;
    std::map<std::string, std::size_t> alarms, attributed;
    const auto& events = story.findings.violation_events;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (events[i].type != engine::ViolationEventType::in_alarm) continue;
        const auto behavior = fmt::format("{}/{}", events[i].profile_name, events[i].behavior_name);
        ++alarms[behavior];
        if (story.score.event_standing[i] == score::Standing::attributed) ++attributed[behavior];
    }
    constexpr auto line = "    {} {:>7} {:>7} {:>7} {:>7} {:>11}\n";
    auto text = "\n  Detect\n" + fmt::format(line, cell("behavior", width), "alarms", "true",
                                             "missed", "false", "attributed");
    for (const auto& [behavior, tally] : story.score.detect_behaviors)
        text += fmt::format(line, cell(behavior, width), alarms[behavior], tally.true_positives,
                            tally.false_negatives, tally.false_positives, attributed[behavior]);
    return text;
}

std::string reports_section(const engine::ReportCounts& counts) {
    if (counts == engine::ReportCounts{}) return {};
    auto text = fmt::format("\n  Device reports: {} accepted", counts.accepted);
    for (const auto& [count, what] :
         {std::pair(counts.repeated, "sent again"), std::pair(counts.throttled, "throttled"),
          std::pair(counts.malformed, "malformed")})
        if (count > 0) text += fmt::format(", {} {}", count, what);
    return text + '\n';
}

std::string incidents_section(const Story& story, const Palette& palette) {
    const auto& incidents = story.score.incidents;
    if (incidents.empty()) return {};
    std::string text = "\n  Incidents\n";
    for (std::size_t i = 0; i < std::min(incidents.size(), listed_max); ++i)
        text += incident_line(incidents[i], palette);
    return text + more(incidents.size());
}

std::string false_alarms_section(const Story& story) {
    std::size_t total = 0;
    std::string lines;
    for (std::size_t i = 0; i < story.findings.violation_events.size(); ++i) {
        const auto standing = story.score.event_standing[i];
        if (standing != score::Standing::false_positive &&
            standing != score::Standing::must_stay_silent_spoke)
            continue;
        const auto& event = story.findings.violation_events[i];
        if (++total <= listed_max)
            lines += wrapped(fmt::format("{} {}/{} on {}", fleet::format_time(event.time),
                                         event.profile_name, event.behavior_name, event.thing_name),
                             4);
    }
    if (total == 0) return {};
    return fmt::format("\n  False alarms\n{}{}", lines, more(total));
}

std::string expectations_section(const Story& story, const Palette& palette) {
    const auto& results = story.score.expectations;
    if (results.empty()) return {};
    const auto met = std::ranges::count(results, true, &score::ExpectationResult::is_met);
    auto text = fmt::format("\n  Expectations: {} of {} met\n", met, results.size());
    for (const auto& result : results) {
        if (result.is_met) continue;
        text += palette.bad;
        text += wrapped(fmt::format("not met: {}", result.expectation), 4);
        text += palette.off;
        text += wrapped(result.why, 6);
        text += indented(score::difference_text(result, text_width_max - 6), 6);
    }
    return text;
}

}  // namespace report
