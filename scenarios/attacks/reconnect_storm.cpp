// A device cannot keep its connection: it comes and goes every few seconds and gets no further. A
// broken client, a dying power supply, or somebody who cuts it off again and again.
#include <array>

#include "scenarios/attacks.hpp"

namespace scenarios::attacks_table {
namespace {

using namespace std::chrono_literals;

constexpr fleet::Duration few = 10min, short_absence = 20s;  // below threshold

constexpr std::array parameters{
    fleet::ParameterCard{"every", fleet::ParameterType::pace, "2s",
                         "from one connection to the next; half of it is spent connected"},
};

void flap(const Engagement& engagement, Cast& cast, std::uint32_t device) {
    const auto begin = engagement.begin, end = engagement.end;
    const auto every = engagement.parameters.duration("every");
    const auto credential = cast.fleet().devices[device].credential;
    const auto address = cast.dictionary().addresses.intern(cast.fleet().devices[device].address);
    cast.plan_of(device).keep_away(device, begin, end, true);
    cast.add_overlay(
        device, {.credentials = {credential}},
        [=](std::uint32_t actor, const ActorState&, const Slot& slot, std::vector<Action>& out) {
            for_each_moment(begin, end, every, slot, [&](fleet::Time moment) {
                out.push_back({.time = moment,
                               .actor = actor,
                               .kind = ActionKind::connect,
                               .credential = credential,
                               .address = address});
            });
            const auto drop = [&](fleet::Time moment) {
                out.push_back({.time = moment,
                               .actor = actor,
                               .kind = ActionKind::disconnect,
                               .is_abrupt = true});
            };
            for_each_moment(begin + every / 2, end, every, slot, drop);
            // Then it begins anew, with its subscriptions.
            if (end > slot.begin && end <= slot.end) drop(end - 1ms);
        });
}

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    for (const auto device : engagement.devices) {
        if (engagement.is_below_threshold) {
            for (auto lost = engagement.begin; lost + short_absence <= engagement.end; lost += few)
                cast.plan_of(device).keep_away(device, lost, lost + short_absence, true);
        } else {
            flap(engagement, cast, device);
        }
        incident.actors.push_back(cast.thing(device));
    }
    incident.speaks = {{"aws:num-connection-attempts", MetricSpeaks::Side::high},
                       {"aws:num-disconnects", MetricSpeaks::Side::high}};
}

}  // namespace

extern const Attack reconnect_storm{
    .card = {.name = "reconnect-storm",
             .story = "A device connects and loses its connection again every two seconds.",
             .attack_id = "",
             .speaks = "aws:num-connection-attempts, aws:num-disconnects",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
