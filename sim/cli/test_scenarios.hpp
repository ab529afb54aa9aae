// Which scenarios a command that tests rules is about.
#pragma once

#include <filesystem>
#include <vector>

#include "sim/cli/options.hpp"
#include "sim/cli/play.hpp"

namespace cli {

/// The scenarios under the arguments whose names match --filter, by path, each once. Raises Error
/// where an argument is not there or holds none, or none matches.
std::vector<std::filesystem::path> wanted_scenarios(const Options& options);

/// The name that a person knows a scenario by: of its folder.
std::string scenario_name(const std::filesystem::path& path);

/// Loads one that expects something; Error otherwise. A --set that has no place in it is no error:
/// `check_sets` says where none has.
LoadedScenario load_expecting(const std::filesystem::path& path, const Options& options);

/// Raises Error for a --set that changed nothing in any of these; one that some have no place for
/// is told.
void check_sets(const Options& options, std::span<const LoadedScenario* const> scenarios);

}  // namespace cli
