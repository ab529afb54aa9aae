// The tables of what a scenario may ask for: benign traffic, misbehaviour, benign events,
// defects. Cards for the loader, the schema, the documents and `fleetdrill list`.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "fleet/base/parameters.hpp"

namespace scenarios {

std::vector<const fleet::KindCard*> traffic_cards();
std::vector<const fleet::KindCard*> attack_cards();
std::vector<const fleet::KindCard*> event_cards();
std::vector<const fleet::KindCard*> defect_cards();
/// Everything that may stand in a timeline: attacks, then events.
std::vector<const fleet::KindCard*> timeline_cards();

}  // namespace scenarios
