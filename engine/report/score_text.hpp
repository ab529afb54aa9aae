// The text report of findings that are scored, whoever stated them.
#pragma once

#include <span>
#include <string>

#include "engine/report/report.hpp"

namespace report {

/// What of them was scored.
struct ScoredHalves {
    bool audit = true;
    bool detect = true;
};

/// What became of the findings, check by check and behaviour by behaviour, with lines of the
/// caller's below the title. Of the story, name, seed, devices, times, and what its tasks say of
/// themselves are not told; of a half that was not scored, nothing.
std::string render_score(const Story& story, const ScoredHalves& scored,
                         std::span<const std::string> head, bool is_coloured);

}  // namespace report
