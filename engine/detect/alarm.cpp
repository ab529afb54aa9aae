#include "engine/detect/alarm.hpp"

namespace engine {

AlarmStep step(AlarmState& state, bool conforms, std::uint32_t to_alarm, std::uint32_t to_clear) {
    const bool counts = state.is_on ? conforms : !conforms;
    const auto needed = state.is_on ? to_clear : to_alarm;
    if (!counts) {
        state.run = 0;
        return state.is_on ? AlarmStep::violated_again : AlarmStep::none;
    }
    if (state.run + 1U < needed) {
        state.run = static_cast<std::uint8_t>((state.run + 1U) & 0x7FU);
        return AlarmStep::none;
    }
    const bool was_on = state.is_on != 0;
    state = {.is_on = static_cast<std::uint8_t>(was_on ? 0 : 1), .run = 0};
    return was_on ? AlarmStep::cleared : AlarmStep::raised;
}

}  // namespace engine
