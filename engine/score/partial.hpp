// A partial match: what an expectation names of a finding's JSON, leaf by leaf, beside what the
// finding has there.
#pragma once

#include <string>
#include <vector>

#include "engine/score/score.hpp"
#include "fleet/base/json.hpp"

namespace score {

/// One row for each leaf that `wanted` names, its field the path of the leaf. An object is alike
/// when all that is named of it is; a list when each element that is named is like some element of
/// the other; a number that a text stands for lies in its bound (">= 61"); a time is the moment
/// (`+4h`, an ISO time, epoch seconds). Anything else is equal.
std::vector<ComparedField> compare(const fleet::Json& wanted, const fleet::Json& found,
                                   const RunFacts& facts);
/// Is every leaf alike?
bool is_part_of(const fleet::Json& wanted, const fleet::Json& found, const RunFacts& facts);

}  // namespace score
