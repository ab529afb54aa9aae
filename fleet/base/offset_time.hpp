// Times as they stand in what the AWS CLI printed: ISO-8601 with an offset and microseconds
// ("2018-08-06T02:00:00.123000+02:00"), where the API itself has epoch seconds.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

#include "fleet/base/json.hpp"
#include "fleet/base/time.hpp"

namespace fleet {

/// ISO-8601 with "Z", an offset such as "+02:00", or none, which means UTC; a fraction of up to
/// nine digits is cut to milliseconds. A date alone is its first instant. nullopt for anything
/// else.
std::optional<Time> parse_offset_time(std::string_view text);
/// A number of epoch seconds, or a text as above.
std::optional<Time> read_exported_time(const Json& value);

}  // namespace fleet
