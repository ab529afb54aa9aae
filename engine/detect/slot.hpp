// Five-minute slots as numbers: the engine's unit of time. (docs/detect-semantics §2)
#pragma once

#include <cstdint>

#include "fleet/base/error.hpp"
#include "fleet/base/time.hpp"

namespace engine {

/// Slot k is [300 k, 300 (k + 1)) seconds of epoch time.
using Slot = std::uint32_t;

/// The longest durationSeconds is an hour.
inline constexpr unsigned window_slots_max = 12;

inline Slot slot_of(fleet::Time time) {
    fleet::require(fleet::epoch_ms(time) >= 0, "detect knows no time before 1970");
    return static_cast<Slot>(time.time_since_epoch() / fleet::slot_length);
}
/// Where the slot ends: the time of its datapoints and events.
inline fleet::Time end_of(Slot slot) {
    return fleet::Time{(std::int64_t{slot} + 1) * fleet::slot_length};
}

}  // namespace engine
