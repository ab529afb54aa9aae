// A time in an answer of AWS.
#pragma once

#include <optional>

#include "fleet/base/json.hpp"
#include "fleet/base/time.hpp"

namespace engine {

/// A time as an API answers it: epoch seconds; or the text that the AWS CLI makes of them, with an
/// offset: "2018-08-06T02:00:00.123000+02:00". nullopt for anything else.
std::optional<fleet::Time> read_answered_time(const fleet::Json& value);

}  // namespace engine
