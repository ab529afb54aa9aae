// One policy verdict for one request: the text of `authorize`, a line in and a line out.
#pragma once

#include <string>
#include <string_view>

#include "fleet/base/error.hpp"

namespace fleet {

/// Answers one line of a requests file (docs/policy-semantics §7): {"id", "policies", "action",
/// "resource", …} gives {"id","decision","statement"}, compact and without a newline. `statement`
/// is the Sid of the deciding statement or, where it has none, its place as in
/// policies[0].Statement[1]; null when nothing spoke. Raises Error listing every problem of the
/// line, each with `file` and `line`.
std::string authorize(std::string_view request, const std::string& file, int line);

}  // namespace fleet
