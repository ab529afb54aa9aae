// The security profiles that a user has random scenarios judged by.
#pragma once

#include <string>
#include <vector>

#include "fleet/base/json.hpp"

namespace cli {

/// Entries of detect.profiles for what --profile names: FILE, for all/things, or FILE=TARGET.
/// Raises Error naming the option and the file for everything in it that no random scenario could
/// be judged by.
std::vector<fleet::Json> fuzz_attachments(const std::vector<std::string>& given);

}  // namespace cli
