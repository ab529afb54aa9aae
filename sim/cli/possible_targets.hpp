// Which things the security profiles of a scenario look at, as far as the scenario says.
#pragma once

#include <functional>
#include <string_view>

#include "engine/rules.hpp"
#include "engine/score/possible.hpp"
#include "scenarios/scenario.hpp"

namespace cli {

/// May the profile of a rule look at a thing? True where it is not known: of things that are no
/// devices of a cohort, and of profiles that operations alter or attach. The result refers to
/// `scenario`.
std::function<bool(const score::Possible::Rule&, std::string_view)> targets_of(
    const scenarios::Scenario& scenario, const engine::Rules& rules);

}  // namespace cli
