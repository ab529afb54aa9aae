// A device on a battery: it wakes for some minutes, says what there is to say, and sleeps for
// hours.
#include <algorithm>
#include <array>

#include "scenarios/events.hpp"

namespace scenarios::events_table {
namespace {

constexpr std::array parameters{
    fleet::ParameterCard{"every", fleet::ParameterType::pace, "4h",
                         "from one awakening to the next, at a moment of the device's own"},
    fleet::ParameterCard{"awake", fleet::ParameterType::duration, "15m", "how long it stays awake"},
};

void perform(const Engagement& engagement, Cast& cast) {
    const auto every = engagement.parameters.duration("every"),
               awake = engagement.parameters.duration("awake");
    for (const auto device : engagement.devices) {
        auto draws = draws_of(engagement, cast, device);
        auto asleep = engagement.begin;
        auto wakes = asleep + fleet::Duration{draws.between(1, every.count())};
        for (; asleep < engagement.end; asleep = wakes + awake, wakes += every) {
            const auto until = std::min(wakes, engagement.end);
            if (asleep < until) cast.plan_of(device).keep_away(device, asleep, until, true);
        }
    }
}

}  // namespace

extern const Event sleeping_device{
    .card = {.name = "sleeping-device",
             .story = "A device on a battery sleeps for hours and wakes for some minutes.",
             .attack_id = {},
             .speaks = "nothing: a good profile knows how long its devices sleep",
             .parameters = parameters},
    .lasts = true,
    .perform = perform};

}  // namespace scenarios::events_table
