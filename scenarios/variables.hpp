// `variables`: values with a name, which texts of a scenario's files take.
#pragma once

#include <set>
#include <string>

#include "fleet/base/json.hpp"
#include "fleet/base/text_form.hpp"
#include "scenarios/sources.hpp"

namespace scenarios {

/// Letters, digits, '_' and '-', a letter first: what stands in ${…}. `${iot:ClientId}` is no such
/// name, nor are `${*}` and `${?}`: they stay as AWS reads them.
extern const fleet::TextForm variable_name_form;

/// Does any text within `value` name a variable?
bool names_variables(const fleet::Json& value);

/// Takes the key `variables` away, and puts the variables' values in the places of their names: a
/// text that is just `${name}` becomes the value, whatever its type; in a longer one stands its
/// text. Adds to the problems what no variable is named, what is not used, what does not fit into a
/// text; returns the places where no value stands therefore. Files that the scenario names are to
/// be put into their places later: nothing within them is a variable.
std::set<std::string> fill_in_variables(Sources& sources, fleet::Problems& problems);

}  // namespace scenarios
