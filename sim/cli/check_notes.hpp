// How `check` notes what it finds.
#pragma once

#include "engine/detect/lint.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "sim/cli/check_report.hpp"

namespace cli {

CheckNote note_of(const fleet::Problem& problem);
/// Of a lint's finding that stands at `place`.
CheckNote note_of(const engine::LintFinding& finding, const fleet::Problem& place);
/// Notes every problem as an error of the file.
void add_errors(const fleet::Problems& problems, CheckedFile& checked);
/// Notes what is not noted yet: what was told of one case is not told of the next.
void add_new(const std::vector<CheckNote>& notes, std::vector<CheckNote>& known);

/// Is it an object with this key?
bool has(const fleet::Json& json, std::string_view key);

}  // namespace cli
