// Names what a figure of the score counts against a run: the units that were missed, the findings
// that are false. Failed expectations say it, so that a number never stands alone.
#pragma once

#include <string>
#include <vector>

#include "engine/score/score_name.hpp"
#include "engine/score/sections.hpp"

namespace score {

/// At most ten of `items`, joined by "; ", and how many more there are.
std::string first_ten(const std::vector<std::string>& items);

/// Behaviour, device, incident, and the interval in which an alarm was due; or check, resource,
/// incident and audit. Only those of the name's half and rule,
/// and none when its measure does not count them.
std::vector<std::string> missed_units(const Run& run, const ScoreName& name);
/// Rule, device and time of every false finding or alarm of the name's half and rule, likewise.
std::vector<std::string> false_findings(const Run& run, const ScoreName& name);

}  // namespace score
