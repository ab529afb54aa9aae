// Names of figures in a score, as expectations write them: "audit.recall",
// "detect.behaviors.PROFILE/BEHAVIOR.precision", "detect.timeToDetectSeconds.p90".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/score/measures.hpp"
#include "engine/score/score.hpp"

namespace score {

struct ScoreName {
    std::string text;  // as written
    bool is_audit = false;
    std::string rule;                     // a check or "PROFILE/BEHAVIOR"; empty: all of them
    const TallyMeasure* tally = nullptr;  // exactly one of the two is set
    const DetectMeasure* detect = nullptr;

    bool is_of_misses() const { return tally ? tally->is_of_misses : detect->is_of_misses; }
    bool is_of_false() const { return tally ? tally->is_of_false : detect->is_of_false; }
    /// The figure. nullopt when it is null; `why` then says whether the rule exists at all.
    std::optional<double> value_in(const Score& score, std::string& why) const;
};

/// nullopt for a name that no score has; `problem` then says what is wrong, with the nearest name.
std::optional<ScoreName> read_score_name(std::string_view text, std::string& problem);

}  // namespace score
