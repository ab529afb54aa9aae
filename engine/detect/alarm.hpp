// The tiny state machine between datapoints and alarms: so many violations in a row raise one, so
// many conforming datapoints in a row clear it. (docs/detect-semantics §7)
#pragma once

#include <cstdint>

namespace engine {

/// Of one thing under one behaviour. A byte, because there is one for every such pair.
struct AlarmState {
    std::uint8_t is_on : 1 = 0;
    std::uint8_t run : 7 = 0;  // violating datapoints in a row; conforming ones while it is on

    bool operator==(const AlarmState&) const = default;
};

enum class AlarmStep : std::uint8_t { none, raised, violated_again, cleared };

/// Counts one datapoint. A gap between datapoints is no datapoint, so it neither breaks nor extends
/// a run. (docs/detect-semantics §7.3)
AlarmStep step(AlarmState& state, bool conforms, std::uint32_t to_alarm, std::uint32_t to_clear);

}  // namespace engine
