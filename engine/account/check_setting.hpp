// How a check is set in AWS's JSON: {"enabled": true, "configuration": {NAME: "45"}}.
#pragma once

#include <string>
#include <string_view>

#include "engine/account/account_state.hpp"
#include "fleet/base/json.hpp"

namespace engine {

/// What is wrong with the setting of one check, as a sentence; empty when it can be adopted.
std::string problem_of_setting(std::string_view check, const fleet::Json& setting);
/// Merges a setting without problem into `current`. A check that becomes enabled collects data from
/// `now` on; one that is disabled forgets since when it did.
void adopt_setting(CheckSetting& current, const fleet::Json& setting, fleet::Time now);

/// The refusal of a name that is no audit check, as AWS words it.
inline constexpr std::string_view invalid_check_name =
    "Request contains an invalid Audit Check Name.";

}  // namespace engine
