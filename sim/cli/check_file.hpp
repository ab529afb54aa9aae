// What kind of file `check` was given, and what is wrong with it.
#pragma once

#include <filesystem>

#include "fleet/base/json.hpp"
#include "sim/cli/check_report.hpp"

namespace cli {

/// Does it look like one of AWS's security profiles, or of CloudFormation's?
bool is_security_profile(const fleet::Json& json);
/// Raises Error for a file that cannot be read.
CheckedFile check_file(const std::filesystem::path& path);

}  // namespace cli
