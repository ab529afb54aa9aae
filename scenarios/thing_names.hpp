// Which things there can be: the devices of the cohorts, and what misbehaves under a name of its
// own.
#pragma once

#include <string_view>

#include "scenarios/scenario.hpp"

namespace scenarios {

/// A thief who does not use the client id of the victim is called like it, with this at the end.
inline constexpr std::string_view thief_suffix = "-copy";
/// An agent that is alone in its cohort and reports for another names it so.
inline constexpr std::string_view stranger_suffix = "-other";

/// The cohort whose device is called `thing`: the cohort's name, a dash, an unpadded number below
/// its count. Null: no device is.
const fleet::CohortDescription* cohort_of_device(std::string_view thing,
                                                 const fleet::FleetDescription& fleet);
/// Could the broker or an audit hear of a thing of this name: is it a device, or one that the
/// timeline brings?
bool may_have_thing(const Scenario& scenario, std::string_view thing);

}  // namespace scenarios
