#include "tests/support/small_scenario.hpp"

#include <fmt/format.h>

namespace support {

std::string small_scenario(const std::string& expect, unsigned devices,
                           const std::string& timeline) {
    return fmt::format(R"({{
  "start": "2018-08-06T00:00:00Z", "duration": "2h",
  "fleet": {{"cohorts": [{{"name": "pumps", "count": {}, "traffic": [
    {{"kind": "telemetry", "every": "60s", "bytes": "100..140"}}]}}]}},
  "timeline": {},
  "detect": {{"profiles": [{{"profile": {{"securityProfileName": "guard", "behaviors": [
    {{"name": "Flood", "metric": "aws:num-messages-sent", "criteria":
      {{"comparisonOperator": "less-than", "value": {{"count": 100}}, "durationSeconds": 300}}}}
  ]}}}}]}},
  "expect": {}
}}
)",
                       devices, timeline, expect);
}

}  // namespace support
