// `cases`: one file, several scenarios. Each case is the scenario with some of its values set.
#pragma once

#include <string>
#include <vector>

#include "fleet/base/json.hpp"
#include "fleet/base/shape.hpp"

namespace scenarios {

/// One value that a case sets.
struct CaseSetting {
    std::string path;     // as for --set
    std::string pointer;  // JSON pointer to the value, within `cases`
    std::string place;    // JSON path of the value, for messages
};

struct Case {
    std::string name;
    std::vector<CaseSetting> settings;
    std::string expect;  // JSON pointer to its own, within `cases`; empty: the scenario's holds
};

/// A list of named cases, or a matrix: of each path the values it takes.
fleet::Shape cases_shape();

/// The cases in their order; of a matrix every combination, the last path changing first. Reports
/// what is not of the shape, two cases of one name, none, and more than can be meant.
std::vector<Case> cases_in(const fleet::Json& cases, const fleet::Report& report);

}  // namespace scenarios
