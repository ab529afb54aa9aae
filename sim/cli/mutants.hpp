// Small mistakes that somebody might make in the rules of a scenario, one at a time.
#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "sim/cli/play.hpp"

namespace cli {

struct Mutant {
    std::string_view kind;      // one of mutant_kinds()
    std::string rule;           // "PROFILE/BEHAVIOR", a check, or a policy
    std::string file;           // where it stands; of a check that no configuration names: empty
    int line = 0;               // 0: in no file
    std::string change;         // "less-than 80 becomes less-than 81"
    std::string suggestion;     // which test would notice
    std::string set;            // PATH=VALUE, for the scenario at hand
    bool alters_world = false;  // then the scenario is played anew

    /// The same mistake in the same place, in whichever scenario.
    auto key() const { return std::tie(file, line, rule, change); }
};

/// What somebody may be mistaken in: behaviours, then checks and policies.
std::vector<std::string_view> mutant_kinds();

/// All of one scenario's profiles, enabled checks and policies, in the order of the files.
std::vector<Mutant> mutants_of(const LoadedScenario& loaded);

}  // namespace cli
