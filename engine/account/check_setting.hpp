// How a check is set in AWS's JSON: {"enabled": true, "configuration": {NAME: "45"}}.
#pragma once

#include <string>
#include <string_view>

#include "engine/account/account_state.hpp"
#include "fleet/base/json.hpp"

namespace engine {

/// What is wrong with the setting of one check, as a sentence; empty when it can be adopted. The
/// check may be named by an old spelling.
std::string problem_of_setting(std::string_view check, const fleet::Json& setting);
/// Merges a setting without problem into `current`. A check that becomes enabled collects data from
/// `now` on; one that is disabled forgets since when it did.
void adopt_setting(CheckSetting& current, const fleet::Json& setting, fleet::Time now);

}  // namespace engine
