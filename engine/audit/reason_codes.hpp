// What an audit check may give as its reasons.
#pragma once

#include <span>
#include <string_view>

namespace engine {

/// The reasonForNonComplianceCodes that findings of a check can have; none for an unknown name.
std::span<const std::string_view> reason_codes_of(std::string_view check_name);

}  // namespace engine
