// The broker, or the network before it, is down: all connections are lost at one instant, and when
// it is over everybody comes back at about the same time.
#include <array>

#include "scenarios/events.hpp"

namespace scenarios::events_table {
namespace {

constexpr std::array parameters{
    fleet::ParameterCard{"spread", fleet::ParameterType::duration, "5m",
                         "from its end until the last device has tried again"},
};

void perform(const Engagement& engagement, Cast& cast) {
    const auto spread = engagement.parameters.duration("spread");
    for (const auto device : engagement.devices) {
        auto draws = draws_of(engagement, cast, device);
        const auto back = engagement.end + fleet::Duration{draws.between(0, spread.count())};
        cast.plan_of(device).lose(device, engagement.begin, back);
    }
}

}  // namespace

extern const Event broker_outage{
    .card = {.name = "broker-outage",
             .story = "The broker is down: all connections are lost at once, then all come back.",
             .attack_id = {},
             .speaks = "nothing: a good profile lets a device connect again",
             .parameters = parameters},
    .lasts = true,
    .perform = perform};

}  // namespace scenarios::events_table
