// Bounds on figures of the score that no run could keep.
#pragma once

#include <string>

#include "engine/score/expectations.hpp"
#include "engine/score/possible.hpp"

namespace score {

/// Why no run of such a scenario meets the bound: the figure is never so high or so low, is always
/// or never null, or is of a rule that there is not. Empty when a run may.
std::string why_never(const ScoreBound& bound, const Possible& possible);

}  // namespace score
