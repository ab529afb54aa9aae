// Delta debugging of a scenario: what can be left out of it, or made smaller, so that something
// still goes wrong?
#pragma once

#include <functional>

#include "fleet/base/json.hpp"

namespace drill {

/// A scenario from which nothing more can be taken in one step: elements of lists, members of
/// objects, devices of cohorts, time. `still_breaks` is asked of each candidate, in an order that
/// depends on the scenario alone; of one that is no scenario any more it says no.
fleet::Json shrink(fleet::Json scenario,
                   const std::function<bool(const fleet::Json&)>& still_breaks);

/// How many devices its cohorts have.
std::uint64_t devices_of(const fleet::Json& scenario);

}  // namespace drill
