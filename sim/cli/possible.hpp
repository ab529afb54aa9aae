// What a scenario makes possible, so that expectations beyond it can be told.
#pragma once

#include "engine/rules.hpp"
#include "engine/score/possible.hpp"
#include "scenarios/scenario.hpp"

namespace cli {

/// The result refers to `scenario`. With `is_scaled` the fleet is not the one that the file
/// describes, and nothing is said of its things.
score::Possible possible_of(const scenarios::Scenario& scenario, const engine::Rules& rules,
                            bool is_scaled);

}  // namespace cli
