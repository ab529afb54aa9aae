// Small scenarios by seed, for tests of properties that must hold of every scenario: a few devices,
// a few minutes, anything that the kinds allow, crowded enough that everybody gets into everybody's
// way.
#pragma once

#include <cstdint>
#include <string>

namespace support {

/// scenario.json as text; everything in it follows from `seed`.
std::string random_scenario(std::uint64_t seed);

}  // namespace support
