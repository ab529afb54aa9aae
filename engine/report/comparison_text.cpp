// A comparison for people: rule by rule what came, went and moved; then whom it concerns; then what
// it makes of the score.
#include <fmt/format.h>

#include <algorithm>

#include "engine/report/comparison.hpp"
#include "engine/report/text_sections.hpp"

namespace report {
namespace {

/// What a person reads of one rule, and of the devices; the JSON has all.
constexpr std::size_t listed_max = 20;

std::string more(std::size_t total, std::size_t indent) {
    return total <= listed_max
               ? std::string{}
               : wrapped(fmt::format("and {} more; --format json tells all", total - listed_max),
                         indent);
}

/// What does not fit its line goes on below, further in.
std::string hanging(std::string_view text, std::size_t indent) {
    constexpr std::size_t further = 8;
    return wrapped(text, indent + further).substr(further);
}

/// "2 came, 1 moved"
std::string words_of(const WayCounts& counts) {
    std::string words;
    for (const auto& [way, count] : counts)
        words += fmt::format("{}{} {}", words.empty() ? "" : ", ", count, name_of(way));
    return words;
}

/// ": 5m later, at …"; nothing of what did not move.
std::string move_of(const Difference& one) {
    if (one.way() != Way::moved) return {};
    const auto by = one.after->time - one.before->time;
    const bool is_earlier = by < fleet::Duration::zero();
    return fmt::format(": {} {}, at {}", fleet::format_duration(is_earlier ? -by : by),
                       is_earlier ? "earlier" : "later", fleet::format_time(one.after->time));
}

fleet::Time told_time(const Difference& one) {
    return one.before ? one.before->time : one.after->time;
}

std::string suppression_of(const Difference& one) {
    if (one.before && one.after) {
        if (one.before->is_suppressed == one.after->is_suppressed) return {};
        return one.after->is_suppressed ? ", is suppressed now" : ", is no longer suppressed";
    }
    return (one.before ? one.before : one.after)->is_suppressed ? ", suppressed" : "";
}

/// Names of many things would say no more than their number.
std::string things_words(const std::vector<std::string>& things) {
    constexpr std::size_t named_max = 3;
    if (things.empty()) return {};
    std::string words;
    for (std::size_t i = 0; i < std::min(things.size(), named_max); ++i)
        words += (i == 0 ? " of " : ", ") + things[i];
    if (things.size() > named_max) words += fmt::format(" and {} more", things.size() - named_max);
    return words;
}

/// Whose certificate it is says more than all of its digits.
std::string value_words(const std::string& value, bool has_things) {
    constexpr std::size_t shown = 12, long_enough = 40;
    return has_things && value.size() > long_enough ? value.substr(0, shown) + "..." : value;
}

std::string finding_line(const Difference& one) {
    std::string resource;
    for (const auto& [key, value] : one.resource)
        resource += fmt::format("{}{} {}", resource.empty() ? "" : ", ", key,
                                value_words(value, !one.things.empty()));
    const bool is_named = one.things.size() == 1 && one.resource.size() == 1 &&
                          one.resource.front().second == one.things.front();
    const auto audit = one.schedule.empty()
                           ? fmt::format("audit {}", one.audit)
                           : fmt::format("audit {} of {}", one.audit, one.schedule);
    return fmt::format("{:<7} {} {}{}, {}, {}{}{}", name_of(one.way()),
                       fleet::format_time(told_time(one)), resource,
                       is_named ? std::string{} : things_words(one.things), one.what, audit,
                       suppression_of(one), move_of(one));
}

std::string event_line(const Difference& one) {
    return fmt::format("{:<7} {} {} on {}{}", name_of(one.way()),
                       fleet::format_time(told_time(one)), one.what, one.things.front(),
                       move_of(one));
}

std::string section(std::string_view title, std::span<const Difference> differences,
                    std::string (*line_of)(const Difference&)) {
    if (differences.empty()) return {};
    auto text = fmt::format("\n{}: {}\n", title, words_of(counts_of(differences)));
    const auto counts = counts_by_rule(differences);
    for (auto first = differences.begin(); first != differences.end();) {
        const auto last = std::find_if(first, differences.end(), [&](const Difference& other) {
            return other.rule != first->rule;
        });
        const auto total = static_cast<std::size_t>(last - first);
        text += wrapped(fmt::format("{}: {}", first->rule, words_of(counts.at(first->rule))), 2);
        for (auto one = first; one != last && one - first < std::ptrdiff_t{listed_max}; ++one)
            text += hanging(line_of(*one), 4);
        text += more(total, 4);
        first = last;
    }
    return text;
}

std::string devices_section(const Comparison& comparison) {
    const auto devices = comparison.devices();
    if (devices.empty()) return {};
    auto text = fmt::format("\nDevices: {}\n", devices.size());
    std::size_t told = 0;
    for (const auto& [thing, counts] : devices)
        if (told++ < listed_max) text += wrapped(fmt::format("{}: {}", thing, words_of(counts)), 2);
    return text + more(devices.size(), 2);
}

std::string figure(const std::optional<double>& value) {
    return value ? fmt::format("{:.6g}", *value) : "null";
}

std::string met(const std::optional<bool>& value) {
    if (!value) return "not expected";
    return *value ? "met" : "not met";
}

std::string score_section(const Comparison& comparison) {
    if (comparison.figures.empty() && comparison.expectations.empty()) return {};
    std::string text = "\nScore\n";
    for (const auto& one : comparison.figures)
        text += fmt::format("  {:<34} {} to {}\n", one.name, figure(one.before), figure(one.after));
    for (const auto& one : comparison.expectations)
        text += wrapped(
            fmt::format("{}: was {}, is {}", one.expectation, met(one.before), met(one.after)), 2);
    return text;
}

std::string head(std::string_view mark, const std::string& name, const std::string& story) {
    return fmt::format("{} {}{}{}\n", mark, name, story.empty() ? "" : ": ", story);
}

}  // namespace

std::string render_comparison(const Comparison& comparison) {
    auto text = head("before", comparison.before_name, comparison.before_story) +
                head("after ", comparison.after_name, comparison.after_story);
    for (const auto& note : comparison.notes) text += note + '\n';
    text += section("Audit", comparison.findings, finding_line);
    text += section("Detect", comparison.events, event_line);
    text += devices_section(comparison) + score_section(comparison);
    return text + (comparison.is_changed() ? "\nCHANGED\n" : "\nNOTHING CHANGED\n");
}

}  // namespace report
