// What kind of file `check` was given, and what is wrong with it.
#pragma once

#include <filesystem>

#include "sim/cli/check_report.hpp"

namespace cli {

/// Raises Error for a file that cannot be read.
CheckedFile check_file(const std::filesystem::path& path);

}  // namespace cli
