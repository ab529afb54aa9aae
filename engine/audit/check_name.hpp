// What an audit check may be called in a request: its name in the API, or one of the spellings that
// older tables and messages of the service still use (docs/audit-semantics §1.5).
#pragma once

#include <string_view>

namespace engine {

/// The API's name of the check that `given` means; empty when it means none. Old spellings are
/// understood here and never written.
std::string_view check_name_of(std::string_view given);

/// The refusal of a name that is no audit check, as AWS words it.
inline constexpr std::string_view invalid_check_name =
    "Request contains an invalid Audit Check Name.";

}  // namespace engine
