// Random security profiles, of behaviours that AWS would take.
#pragma once

#include "fleet/base/json.hpp"
#include "fleet/base/random.hpp"

namespace drill {

/// As it stands in detect.profiles: {"profile": …, "targets": […]}. May refer to the dimensions
/// "own" and "telemetry" and to the groups "east" and "world".
fleet::Json random_attachment(fleet::Stream& draw, const std::string& name);

}  // namespace drill
