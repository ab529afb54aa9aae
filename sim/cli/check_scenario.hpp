// A scenario as `check` sees it: each of its cases loaded, linted and planned.
#pragma once

#include <string>

#include "sim/cli/check_report.hpp"

namespace cli {

/// Notes what loading it, putting its plan together and linting its profiles tell.
void check_scenario(const std::string& path, CheckedFile& checked);

}  // namespace cli
