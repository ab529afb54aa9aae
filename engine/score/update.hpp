// What a scenario would have to expect for its run to pass.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/finding.hpp"
#include "engine/score/score.hpp"
#include "fleet/base/json.hpp"

namespace score {

/// `expect` with its unmet entries and figures put right, entries for what nothing expected, and
/// everything that was met as it stood. `cohort_of` as in RunFacts.
fleet::Json updated_expectations(const fleet::Json& expect, const engine::Findings& findings,
                                 const Score& score,
                                 const std::function<std::string(std::string_view)>& cohort_of);

}  // namespace score
