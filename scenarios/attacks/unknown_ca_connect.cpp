// Somebody keeps connecting with a certificate of a CA that the account does not know. The
// certificate belongs to no thing, so no rule can hear it: the truth says so.
#include <array>

#include "scenarios/attacks.hpp"
#include "scenarios/attacks/refused_connect.hpp"

namespace scenarios::attacks_table {
namespace {

using namespace std::chrono_literals;

constexpr std::array parameters{
    fleet::ParameterCard{"every", fleet::ParameterType::pace, "10s",
                         "from one attempt to the next"},
};

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    for (const auto device : engagement.devices) {
        const auto credential =
            cast.add_credential(device, fleet::Credential::Issuer::foreign,
                                cast.start() - 400 * 24h, cast.end() + 400 * 24h);
        knock(engagement, cast, device, credential);
        incident.actors.push_back("forger of " + cast.thing(device));
    }
    incident.affected.clear();
}

}  // namespace

extern const Attack unknown_ca_connect{
    .card = {.name = "unknown-ca-connect",
             .story =
                 "Somebody keeps connecting with a certificate of an unknown CA and is refused.",
             .attack_id = {},
             .speaks = "nothing: the certificate belongs to no thing",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
