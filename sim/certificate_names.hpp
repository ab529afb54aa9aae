// How the certificates that clients show are called in observations: one name for each credential,
// given in one order by whoever comes first, so that they are equal in every part of a run.
#pragma once

#include <vector>

#include "fleet/dictionary.hpp"
#include "fleet/synthesise.hpp"

namespace sim {

/// By credential: its certificate id, interned where it is not in the inventory at the start.
std::vector<fleet::NameId> name_certificates(const fleet::Fleet& fleet,
                                             fleet::Dictionary& dictionary);

}  // namespace sim
