// A device goes dark: stolen, broken, jammed, or cut off.
#include <algorithm>

#include "scenarios/attacks.hpp"

namespace scenarios::attacks_table {
namespace {

using namespace std::chrono_literals;
constexpr fleet::Duration short_absence = 2min;

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    // Below threshold it is away no longer than a device that restarts.
    const auto end = engagement.is_below_threshold
                         ? std::min(engagement.end, engagement.begin + short_absence)
                         : engagement.end;
    for (const auto device : engagement.devices) {
        cast.plan_of(device).keep_away(device, engagement.begin, end, true);
        incident.actors.push_back(cast.thing(device));
    }
    incident.speaks = {{"aws:disconnect-duration", MetricSpeaks::Side::high}};
}

}  // namespace

extern const Attack silent_device{
    .card = {.name = "silent-device",
             .story = "A device disconnects and stays away: stolen, broken, or cut off.",
             .attack_id = "",
             .speaks = "aws:disconnect-duration",
             .parameters = {}},
    .play = play};

}  // namespace scenarios::attacks_table
