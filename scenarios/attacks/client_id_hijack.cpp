// An impostor with the device's certificate and the device displace each other every few seconds:
// each reconnects as soon as its session was taken. Faster than a slot, so one function writes
// both.
#include <algorithm>
#include <array>

#include "scenarios/attacks.hpp"

namespace scenarios::attacks_table {
namespace {

using namespace std::chrono_literals;

constexpr std::array parameters{
    fleet::ParameterCard{"every", fleet::ParameterType::pace, "10s",
                         "from one displacement to the next"},
};

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    const auto every = engagement.is_below_threshold ? fleet::Duration{std::chrono::minutes{10}}
                                                     : engagement.parameters.duration("every");
    const auto begin = engagement.begin, end = engagement.end;
    for (const auto device : engagement.devices) {
        const auto credential = cast.fleet().devices[device].credential;
        const auto address =
            cast.dictionary().addresses.intern(cast.fleet().devices[device].address);
        const auto contend = [=](fleet::Time first) {
            return [=](std::uint32_t actor, const ActorState&, const Slot& slot,
                       std::vector<Action>& out) {
                for_each_moment(first, end, 2 * every, slot, [&](fleet::Time moment) {
                    out.push_back({.time = moment,
                                   .actor = actor,
                                   .kind = ActionKind::connect,
                                   .credential = credential,
                                   .address = address});
                });
                // Whoever holds the session at the end lets go of it: then the device begins anew,
                // with its subscriptions, and the impostor is gone.
                if (end > slot.begin && end <= slot.end)
                    out.push_back(
                        {.time = end - 1ms, .actor = actor, .kind = ActionKind::disconnect});
            };
        };
        cast.plan_of(device).keep_away(device, begin, end, false);
        const Reach reach{.credentials = {credential}};
        cast.add_actor(cast.client_id(device), reach, contend(begin));
        cast.add_overlay(device, reach, contend(begin + every));
        incident.actors.push_back("impostor of " + cast.thing(device));
        incident.checks.push_back({"CONFLICTING_CLIENT_IDS_CHECK", "clientId",
                                   cast.client_id(device),
                                   "DUPLICATE_CLIENT_ID_ACROSS_CONNECTIONS"});
    }
    incident.speaks = {{"aws:num-connection-attempts", MetricSpeaks::Side::high},
                       {"aws:num-disconnects", MetricSpeaks::Side::high}};
}

}  // namespace

extern const Attack client_id_hijack{
    .card = {.name = "client-id-hijack",
             .story = "An impostor and the device displace each other's session every few seconds.",
             .attack_id = "",
             .speaks =
                 "aws:num-connection-attempts, aws:num-disconnects, CONFLICTING_CLIENT_IDS_CHECK",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
