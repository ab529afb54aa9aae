// From a file that may include others, have cases and name variables to the one scenario that is
// meant: these keys are gone, and everything that options and the case set has its value.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "fleet/base/shape.hpp"
#include "scenarios/load.hpp"
#include "scenarios/sources.hpp"

namespace scenarios {

struct Settled {
    std::vector<std::string> misplaced;  // as Scenario::misplaced
    std::set<std::string> refused;       // where no value stands, because its variable has none
    std::string why_expect_stays;        // as Scenario::why_expect_stays
};

/// Chooses the case, fills in variables, reads the files it names, and sets what the case and then
/// the options set. Adds to `problems` what has no place in a case and what is wrong with
/// variables. Raises Error where no case, or one that is not there, is chosen, and for an option
/// that leads nowhere.
Settled settle(Sources& sources, const fleet::Shape& shape, const LoadOptions& options,
               fleet::Problems& problems);

}  // namespace scenarios
