// Security profiles given by file, as the rules of a run that holds nothing else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/rules.hpp"
#include "fleet/inventory.hpp"
#include "scenarios/scenario.hpp"

namespace cli {

struct ReplayFiles {
    std::vector<std::string> profiles;  // F or F=TARGET; one file may stand twice, with two targets
    std::vector<std::string> custom_metrics;  // files: one definition or a list of them
    std::vector<std::string> dimensions;      // likewise
};

/// Where a profile is attached when nobody says: who is registered, or everybody where nobody is.
std::string_view default_target(const fleet::Inventory& inventory);

/// Raises Error with everything that is wrong in the files, each problem at its place.
engine::Rules replay_rules(const ReplayFiles& files, const fleet::Inventory& inventory,
                           fleet::Time start, fleet::Time end);

/// The rules of a scenario with the profiles of the files in the place of its own of the same
/// names; the scenario says whom they are attached to and what they may refer to. Raises Error with
/// everything that is wrong in the files, and for a profile that the scenario does not have.
engine::Rules rules_with(const engine::Rules& own, const scenarios::Scenario& scenario,
                         const std::vector<std::string>& profiles);

/// F, F=TARGET, or a folder of profiles (with or without =TARGET), which stands for every .json
/// file in it that holds a security profile. Raises Error when there is none.
std::vector<std::string> profile_files(const std::string& given);

}  // namespace cli
