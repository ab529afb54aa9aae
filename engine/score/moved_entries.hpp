// Expectations that speak of something which came all the same: later, sooner, for another reason.
#pragma once

#include "engine/finding.hpp"
#include "engine/score/score.hpp"
#include "fleet/base/json.hpp"

namespace score {

/// `expect` alone, as a scenario has it.
fleet::Document document_of(const fleet::Json& expect);

/// In each entry that matches nothing, the time, the clearing, the reason and the like become those
/// of the item that has all the rest, which no other entry of the same form means. Times keep their
/// form. Entries without such an item stay.
void moved_entries(fleet::Json& expect, const engine::Findings& findings,
                   const scenarios::GroundTruth& truth, const RunFacts& facts);

}  // namespace score
