// Alarms that none of the behaviours of a run could raise.
#pragma once

#include "engine/score/impossible.hpp"
#include "engine/score/possible.hpp"

namespace score {

/// What an entry names narrows down the behaviours that it may mean, one thing after the other;
/// told is the first that leaves none, and then when those that are left cannot speak.
void check_possible_alarm(const Entry& entry, const Possible& possible,
                          const Impossible& impossible);

}  // namespace score
