// `include`: files that several scenarios share, merged below what a scenario says itself.
#pragma once

#include <filesystem>

#include "fleet/base/json.hpp"
#include "scenarios/scenario.hpp"

namespace scenarios {

/// A scenario's own file, what it includes merged into its root, and where everything stands.
struct Included {
    fleet::Document scenario;
    Origins origins;          // `included` and `merged` only; both empty where it includes nothing
    std::uint64_t bytes = 0;  // of all these files
};

/// Reads `file` and, depth first, what it includes. Objects merge by key; the elements of a list
/// follow those it includes; any other value replaces the included one, as does a later include an
/// earlier one's. A file that is included twice counts once. Raises one Error that lists every file
/// that cannot be read, a circle with its chain, and what no included file may say.
Included read_with_includes(const std::filesystem::path& file);

/// Where the value at `path` stands, by the nearest ancestor that `merged` knows.
Origins::Place place_of(const std::map<std::string, Origins::Place, std::less<>>& merged,
                        std::string_view path);

}  // namespace scenarios
