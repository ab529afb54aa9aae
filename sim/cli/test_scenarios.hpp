// Which scenarios a command that tests rules is about.
#pragma once

#include <filesystem>
#include <vector>

#include "sim/cli/options.hpp"
#include "sim/cli/play.hpp"

namespace cli {

/// A scenario, or one of its cases.
struct WantedScenario {
    std::filesystem::path path;
    std::string case_name;  // empty: it has no cases, or they cannot be read
    std::string name;       // that a person knows it by: of its folder, SCENARIO/CASE
};

/// The scenarios under the arguments whose names match --filter, by path, each once, and each of
/// their cases as one of its own; a scenario's name wants all its cases. Raises Error where an
/// argument is not there or holds none, or none matches.
std::vector<WantedScenario> wanted_scenarios(const Options& options);

/// Loads one that expects something; Error otherwise. A --set that has no place in it is no error:
/// `check_sets` says where none has.
LoadedScenario load_expecting(const WantedScenario& wanted, const Options& options);

/// Raises Error for a --set that changed nothing in any of these; one that some have no place for
/// is told.
void check_sets(const Options& options, std::span<const LoadedScenario* const> scenarios);

}  // namespace cli
