// Random scenarios: a few devices, a random subset of the catalogue of kinds, random profiles.
// Everything follows from the seed.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "fleet/base/json.hpp"
#include "scenarios/scenario_shape.hpp"

namespace drill {

/// The scenario as JSON. What it asks for need not be possible: a kind may want devices that
/// report, or more of them than there are. `attachments` take the place of random profiles, each as
/// it stands in detect.profiles.
fleet::Json random_scenario(std::uint64_t seed, const scenarios::KindTables& kinds,
                            std::span<const fleet::Json> attachments);

/// Takes out of it what cannot be, as the message of an Error names it by its place – else the last
/// of what happens, or of what is wrong with the fleet. False when there is nothing left to do
/// without.
bool make_easier(fleet::Json& scenario, std::string_view why);

}  // namespace drill
