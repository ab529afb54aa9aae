// Being asked to stop: a run that is waiting for a broker must end with its broker, not leave it.
#pragma once

#include <string_view>

namespace sim {

/// From now on SIGINT, SIGTERM and SIGHUP (unless it is ignored) only set a flag, which every wait
/// of the wire polls; a second signal of the same kind ends the program at once (and, with it, its
/// broker).
void stop_on_signals();
/// Such a signal came.
bool stop_is_wanted();
/// Raises Error once such a signal came.
void raise_if_stopped();
/// The same, with how far it came and what was found until then.
void raise_if_stopped_after(std::string_view how_far);

}  // namespace sim
