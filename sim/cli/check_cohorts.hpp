// What lints need to know of the devices that a profile is to judge.
#pragma once

#include <string>
#include <vector>

#include "engine/detect/lint.hpp"
#include "fleet/base/json.hpp"
#include "fleet/synthesise.hpp"

namespace cli {

/// The cohorts of a scenario and what their agents tell, as far as the section is right.
std::vector<engine::Cohort> cohorts_of(const fleet::Json& scenario);
/// Those of `cohorts` whose devices a profile with these targets is attached to.
std::vector<engine::Cohort> covered(const std::vector<engine::Cohort>& cohorts,
                                    const std::vector<std::string>& targets,
                                    const fleet::FleetDescription& fleet);

}  // namespace cli
