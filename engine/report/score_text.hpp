// The text report of findings that are scored, whoever stated them.
#pragma once

#include <span>
#include <string>

#include "engine/report/report.hpp"

namespace report {

/// As render_text, with lines of the caller's below the title; of the story, name, seed, devices
/// and times are not told.
std::string render_score(const Story& story, std::span<const std::string> head, bool is_coloured);

}  // namespace report
