// From a scenario and its fleet to a script: who acts and how, what alters the registry, and the
// truth about it.
#pragma once

#include "fleet/dictionary.hpp"
#include "fleet/synthesise.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/script.hpp"

namespace scenarios {

/// Attacks may add credentials and certificates to `fleet` (an old copy, a forged one); after this
/// call its inventory at the start is final, and `dictionary`, empty before, knows its things and
/// certificates. `fleet` and `dictionary` outlive the script. Raises one Error, whose problems
/// name JSON paths, for everything that the timeline asks and this fleet cannot do.
Script compose(const Scenario& scenario, fleet::Fleet& fleet, fleet::Dictionary& dictionary);

}  // namespace scenarios
