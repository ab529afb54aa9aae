// The figures a score is summed up in: one card and one function each, listed in measures.cpp.
// Expectations name them ("audit.recall"), score.json prints them (docs/scoring.md §5).
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "engine/score/score.hpp"

namespace score {

/// A figure of a tally: overall, of one check, or of one behaviour.
struct TallyMeasure {
    std::string_view name;  // "recall"
    std::string_view meaning;
    bool is_of_misses = false;  // missed units alter it, so a bound it broke names them
    bool is_of_false = false;   // false findings alter it
    bool is_share = false;      // from 0 to 1, or null; else a count
    std::optional<double> (*of)(const Tally&);  // null: there was nothing to divide by
};

/// A figure of the whole detection; `field` is where a Score keeps it.
struct DetectMeasure {
    std::string_view name;  // "timeToDetectSeconds.p50"
    std::string_view meaning;
    bool is_of_misses = false;
    bool is_of_false = false;
    std::optional<double> Score::*field;
    std::optional<double> (*of)(const Score&, const RunFacts&);
};

std::span<const TallyMeasure* const> tally_measures();
std::span<const DetectMeasure* const> detect_measures();

}  // namespace score
