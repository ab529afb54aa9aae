// A device stands at the edge of its network: now and then its connection is lost for a moment, and
// it connects again as what it is.
#include <algorithm>
#include <array>

#include "scenarios/events.hpp"

namespace scenarios::events_table {
namespace {

constexpr std::array parameters{
    fleet::ParameterCard{"every", fleet::ParameterType::pace, "20m",
                         "in each such stretch it is lost once, at a moment of chance"},
    fleet::ParameterCard{"away", fleet::ParameterType::duration, "20s",
                         "until the device tries again"},
};

void perform(const Engagement& engagement, Cast& cast) {
    const auto every = engagement.parameters.duration("every");
    const auto away = std::min(engagement.parameters.duration("away"), every / 2);
    for (const auto device : engagement.devices) {
        auto draws = draws_of(engagement, cast, device);
        for (auto from = engagement.begin; from + every <= engagement.end; from += every) {
            const auto lost = from + fleet::Duration{draws.between(0, (every - away).count() - 1)};
            cast.plan_of(device).lose(device, lost, lost + away);
        }
    }
}

}  // namespace

extern const Event flaky_link{
    .card = {.name = "flaky-link",
             .story = "A device loses its connection for a moment every twenty minutes.",
             .attack_id = {},
             .speaks = "nothing: a good profile allows some connections an hour",
             .parameters = parameters},
    .lasts = true,
    .perform = perform};

}  // namespace scenarios::events_table
