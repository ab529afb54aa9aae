// What a scenario asks for and no plan can give: found only when fleet and timeline come together,
// and told with its place all the same.
#pragma once

#include <string>
#include <string_view>

#include "fleet/base/error.hpp"
#include "scenarios/scenario.hpp"

namespace scenarios {

/// Raises Error: what stands at `where`, a JSON path, cannot be.
[[noreturn]] void refuse(std::string_view where, const std::string& why);

/// Raises the same Error, the file and the line of every problem filled in that names a path alone.
[[noreturn]] void raise_in_its_files(const Scenario& scenario, const fleet::Error& error);

/// "scenario.json:14" for a JSON path; the path itself where no file is known.
std::string place_of(const Scenario& scenario, const std::string& where);

}  // namespace scenarios
