// The scenario format as one table: every key with its type, default and meaning. The loader, the
// JSON Schema and the reference in docs/scenario-format.md are made from it.
#pragma once

#include <span>
#include <vector>

#include "fleet/base/parameters.hpp"
#include "fleet/base/shape.hpp"

namespace scenarios {

/// The kinds a scenario may name.
struct KindTables {
    std::vector<const fleet::KindCard*> traffic;
    std::vector<const fleet::KindCard*> timeline;  // attacks and events
    std::vector<const fleet::KindCard*> defects;
};

fleet::Shape scenario_shape(const KindTables& kinds);

}  // namespace scenarios
