// What a scenario would have to expect for its run to pass.
#pragma once

#include "engine/finding.hpp"
#include "engine/score/score.hpp"
#include "fleet/base/json.hpp"

namespace score {

/// `expect` with every entry at its place: as it stood where it is met, else with the fields that
/// differ put right, and null where nothing is left of it. New entries and figures follow. Null
/// altogether when the run would not pass by it either. Raises Error where `expect` is no section
/// of expectations.
fleet::Json updated_expectations(const fleet::Json& expect, const engine::Findings& findings,
                                 const scenarios::GroundTruth& truth, const RunFacts& facts);

/// Without the entries of which nothing is left.
fleet::Json without_removed(const fleet::Json& expect);

}  // namespace score
