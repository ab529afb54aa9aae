// `--set path=value`, and what a case sets: one value of a scenario, or of a file it names,
// replaced before anything is checked.
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

/// Puts `value` at `path`, as above; `from` says where it comes from, its `path` is filled in. Also
/// of what is no path it returns why.
std::optional<std::string> apply_value(Sources& sources, const fleet::Shape& shape,
                                       std::string_view path, fleet::Json value,
                                       Origins::Override from);

/// Is `path` a variable, or all of them?
bool is_of_variables(std::string_view path);

}  // namespace scenarios
