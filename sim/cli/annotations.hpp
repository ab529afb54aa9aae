// What failed, as annotations that GitHub shows in the file and at the line it is about.
#pragma once

#include <string>

#include "sim/cli/test_plays.hpp"

namespace cli {

/// A line for each expectation that was not met, or for the scenario that could not be played;
/// empty when it passed.
std::string annotations_of(const TestCase& one);

}  // namespace cli
