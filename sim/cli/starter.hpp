// The scenario that `new` writes: small, commented, and passing as it stands.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cli {

/// Its files, name and text. `name` becomes part of the title; `schema` is what the scenario names
/// as its schema, for editors; empty: none.
std::vector<std::pair<std::string, std::string>> starter_files(std::string_view name,
                                                               std::string_view schema);

}  // namespace cli
