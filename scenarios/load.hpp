// From a scenario file to a scenario: parse, override, inline, check, scale, read. Everything wrong
// is told at once, with its place.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/scenario.hpp"
#include "scenarios/scenario_shape.hpp"

namespace scenarios {

/// What the command line changes in a scenario.
struct LoadOptions {
    std::optional<std::uint64_t> seed;
    std::optional<std::uint64_t> devices;  // of all cohorts together
    std::vector<std::string> sets;         // "path=value", applied in this order
    std::string case_name;                 // of a scenario with `cases`; one without has none
    /// One of `sets` may have no place in this scenario: Scenario::misplaced tells those.
    bool may_misplace = false;
};

/// The names of a scenario's cases, in their order; none where it has no `cases`.
std::vector<std::string> case_names(const std::filesystem::path& path);
/// The file of a scenario that is a folder or a file.
std::filesystem::path scenario_file(const std::filesystem::path& path);

/// Loads the scenario of a folder that holds scenario.json, or of a file. Raises one Error that
/// lists every problem: first those of form; when there are none, those of meaning.
Scenario load(const std::filesystem::path& path, const LoadOptions& options,
              const KindTables& kinds);

}  // namespace scenarios
