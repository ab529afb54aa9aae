// The report a person reads: what ran, what was found, what was missed, and the verdict.
#include <fmt/format.h>

#include "engine/report/score_text.hpp"
#include "engine/report/text_sections.hpp"

namespace report {
namespace {

std::string ratio(const std::optional<double>& value) {
    return value ? fmt::format("{:.3f}", *value) : "-";
}

std::string summary_line(std::string_view half, const score::Tally& tally) {
    return fmt::format("    {:<8} {} true, {} missed, {} false; precision {}, recall {}\n", half,
                       tally.true_positives, tally.false_negatives, tally.false_positives,
                       ratio(tally.precision()), ratio(tally.recall()));
}

/// A precision of 0 beside PASSED would mislead: what is driven by hand is no truth.
std::string untrue_alarms_note(const score::Tally& detect) {
    if (detect.recall() || detect.false_positives == 0) return {};
    return "    detect had nothing true to find: alarms count as false, also those that are "
           "expected\n";
}

std::string summary_section(const Story& story, const ScoredHalves& scored = {}) {
    const auto& score = story.score;
    std::string text = "\n  Score\n";
    if (scored.audit) text += summary_line("audit", score.audit_overall);
    if (!scored.detect) return text;
    text += summary_line("detect", score.detect_overall);
    text += untrue_alarms_note(score.detect_overall);
    if (score.time_to_detect_p50_seconds)
        text += fmt::format(
            "    time to detect: half within {} s, nine tenths within {} s, all "
            "within {} s\n",
            *score.time_to_detect_p50_seconds, *score.time_to_detect_p90_seconds,
            *score.time_to_detect_max_seconds);
    if (score.false_alarms_per_device_day)
        text += fmt::format("    false alarms per device-day: {:.4f}\n",
                            *score.false_alarms_per_device_day);
    return text;
}

Palette palette_of(bool is_coloured) {
    return is_coloured ? Palette{"\x1b[32m", "\x1b[31m", "\x1b[1m", "\x1b[0m"} : Palette{};
}

std::string head_of(const Story& story, std::span<const std::string> lines,
                    const Palette& palette) {
    auto text = std::string(palette.strong) + wrapped(story.title, 0);
    text += palette.off;
    for (const auto& line : lines) text += wrapped(line, 2);
    return text;
}

std::string verdict(const Story& story, const Palette& palette) {
    if (!story.score.has_expectations)
        return fmt::format("\n{}SCORED{}: the scenario expects nothing\n", palette.strong,
                           palette.off);
    return story.score.is_passed ? fmt::format("\n{}PASSED{}\n", palette.good, palette.off)
                                 : fmt::format("\n{}FAILED{}\n", palette.bad, palette.off);
}

}  // namespace

std::string render_text(const Story& story, bool is_coloured) {
    const auto line =
        fmt::format("{}, seed {}: {} devices from {} to {} ({})", story.name, story.seed,
                    story.devices, fleet::format_time(story.start), fleet::format_time(story.end),
                    fleet::format_duration(story.end - story.start));
    const auto palette = palette_of(is_coloured);
    auto text = head_of(story, {&line, 1}, palette);
    text += audit_section(story) + detect_section(story) + reports_section(story.findings.reports);
    text += incidents_section(story, palette);
    text += false_alarms_section(story) + summary_section(story);
    text += expectations_section(story, palette);
    return text + verdict(story, palette);
}

std::string render_score(const Story& story, const ScoredHalves& scored,
                         std::span<const std::string> head, bool is_coloured) {
    const auto palette = palette_of(is_coloured);
    auto text = head_of(story, head, palette);
    if (scored.audit) text += checks_section(story);
    if (scored.detect)
        text +=
            detect_section(story) + incidents_section(story, palette) + false_alarms_section(story);
    text += summary_section(story, scored) + expectations_section(story, palette);
    return text + verdict(story, palette);
}

namespace formats_table {
extern const Format text{.name = "text",
                         .file_name = "report.txt",
                         .purpose = "a summary for people",
                         .render = [](const Story& story) { return render_text(story, false); }};
}

}  // namespace report
