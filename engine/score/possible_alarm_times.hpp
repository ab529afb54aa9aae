// Values that no metric has, and times at which no alarm rises.
#pragma once

#include "engine/score/impossible.hpp"
#include "engine/score/possible.hpp"

namespace score {

/// Of "match": a count that is negative, a range that nothing is in.
void check_figures(const Entry& entry, const Impossible& impossible);
/// `is_slotted`: all the behaviours that are meant speak at the ends of slots only.
void check_alarm_times(const Entry& entry, const Possible& possible, bool is_slotted,
                       const Impossible& impossible);

}  // namespace score
