// Whether a scenario's timeline can be played: what only fleet and timeline together tell.
#pragma once

#include "sim/cli/play.hpp"

namespace cli {

/// Puts the plan together and plays nothing. A fleet of more than `devices_max` devices is tried
/// with those that play a part and a few more. Raises the Error that `run` would raise.
void check_plan(LoadedScenario loaded, std::uint64_t devices_max);

}  // namespace cli
