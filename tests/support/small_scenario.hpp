// The smallest scenario that has a rule: four pumps, two hours, fewer than 100 messages in a slot.
#pragma once

#include <string>

namespace support {

/// `expect` and `timeline` as JSON. Each pump publishes five messages in a slot.
std::string small_scenario(const std::string& expect = "{}", unsigned devices = 4,
                           const std::string& timeline = "[]");

}  // namespace support
