// `--set path=value`: one value of a scenario, or of a file it names, replaced before anything is
// checked.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "fleet/base/shape.hpp"
#include "scenarios/sources.hpp"

namespace scenarios {

/// Applies "fleet.cohorts[thermostats].count=5": keys joined by dots, [index], [name] of an element
/// or [key]. The value is JSON, or else a text. A key that `shape` knows may be new. Of a path that
/// leads nowhere in this scenario it returns why, with the nearest valid key, and alters nothing.
/// Raises Error for what is no path.
std::optional<std::string> apply_override(Sources& sources, const fleet::Shape& shape,
                                          std::string_view option);

}  // namespace scenarios
