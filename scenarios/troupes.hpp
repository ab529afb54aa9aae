// Who may meet whom: which actors must be played together, in one order of time, and which can be
// played on their own, on another thread or another machine.
#pragma once

#include "fleet/dictionary.hpp"
#include "fleet/synthesise.hpp"
#include "scenarios/script.hpp"

namespace scenarios {

/// Fills in Script::troupes and Script::is_alone from what every plan says it may reach. Actors
/// belong together when they share a client id or a credential, or when one may publish what
/// another may hear.
void form_troupes(const fleet::Fleet& fleet, const fleet::Interner& topics, Script& script);

}  // namespace scenarios
