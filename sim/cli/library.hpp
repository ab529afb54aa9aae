// Where the scenarios that come with the program lie: beside an installed binary, or in the source
// tree that a binary was built from.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace cli {

struct LibraryScenario {
    std::string name;  // of its folder
    std::string title;
};

/// Raises fleet::Error when there is none.
std::filesystem::path library_folder();
/// Where the scenario lies that somebody named: as a path, or – when nothing lies there – by the
/// name that a scenario of the library has.
std::string scenario_meant(const std::string& given);
/// Every folder that holds a scenario.json, by name. Raises fleet::Error for one that is malformed.
std::vector<LibraryScenario> scenarios_in(const std::filesystem::path& folder);

}  // namespace cli
