// Somebody opens connection after connection to the broker and lets each hang before it is one, so
// that no room is left for others (SlowITe). The broker sees attempts that lead to nothing. Each
// shows an old certificate of the device, so that its thing is the one that is heard of.
#include <array>

#include "scenarios/attacks.hpp"

namespace scenarios::attacks_table {
namespace {

using namespace std::chrono_literals;

constexpr std::array parameters{
    fleet::ParameterCard{"every", fleet::ParameterType::pace, "500ms",
                         "from one half-open connection to the next"},
    fleet::ParameterCard{"from", fleet::ParameterType::address, "203.0.113.9",
                         "the one address that all of them come from"},
};

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    const auto every = engagement.is_below_threshold ? fleet::Duration{10min}
                                                     : engagement.parameters.duration("every");
    const auto address = cast.dictionary().addresses.intern(engagement.parameters.text("from"));
    const auto begin = engagement.begin, end = engagement.end;
    for (const auto device : engagement.devices) {
        const auto credential =
            cast.add_credential(device, fleet::Credential::Issuer::intermediate,
                                cast.start() - 400 * 24h, cast.end() + 400 * 24h);
        cast.register_credential(credential, device, fleet::CertificateStatus::inactive);
        cast.add_actor(cast.client_id(device), {.credentials = {credential}},
                       [=](std::uint32_t actor, const ActorState&, const Slot& slot,
                           std::vector<Action>& out) {
                           for_each_moment(begin, end, every, slot, [&](fleet::Time moment) {
                               out.push_back({.time = moment,
                                              .actor = actor,
                                              .kind = ActionKind::connect,
                                              .credential = credential,
                                              .address = address});
                           });
                       });
        incident.actors.push_back("holder of an old certificate of " + cast.thing(device));
    }
    incident.speaks = {{"aws:num-connection-attempts", MetricSpeaks::Side::high}};
}

}  // namespace

extern const Attack slowite{
    .card = {.name = "slowite",
             .story = "Somebody opens two connections a second from one address, none of which is "
                      "ever completed.",
             .attack_id = "T1499.002",
             .speaks = "aws:num-connection-attempts",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
