// The parts of the text report, each a function from the story to lines; private to the module.
#pragma once

#include <string>
#include <string_view>

#include "engine/report/report.hpp"

namespace report {

/// No line of the text report is wider.
inline constexpr std::size_t text_width_max = 100;

/// Colours, or empty texts for a file.
struct Palette {
    std::string_view good, bad, strong, off;
};

/// `text` in lines of at most text_width_max, each behind `indent` spaces; broken at blanks, and
/// within a word only if it fits no line.
std::string wrapped(std::string_view text, std::size_t indent);

/// Each of `lines`, which are ended, behind `indent` spaces.
std::string indented(std::string_view lines, std::size_t indent);

/// The audits, as their tasks tell of them.
std::string audit_section(const Story& story);
/// The audits, as they were scored: each check that one performed.
std::string checks_section(const Story& story);
std::string detect_section(const Story& story);
/// What became of the reports of devices, where there were any.
std::string reports_section(const engine::ReportCounts& counts);
std::string incidents_section(const Story& story, const Palette& palette);
std::string false_alarms_section(const Story& story);
std::string expectations_section(const Story& story, const Palette& palette);

}  // namespace report
