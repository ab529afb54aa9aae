// Somebody keeps connecting with a certificate that the registry has deactivated or revoked, and is
// refused.
#include <array>

#include "scenarios/attacks.hpp"
#include "scenarios/attacks/refused_connect.hpp"

namespace scenarios::attacks_table {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 2> statuses{"INACTIVE", "REVOKED"};
constexpr std::array parameters{
    fleet::ParameterCard{"every", fleet::ParameterType::pace, "10s",
                         "from one attempt to the next"},
    fleet::ParameterCard{"status", fleet::ParameterType::word, "INACTIVE",
                         "registry status of the certificate", statuses},
};

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    const auto status = *fleet::certificate_status(engagement.parameters.text("status"));
    for (const auto device : engagement.devices) {
        const auto credential =
            cast.add_credential(device, fleet::Credential::Issuer::intermediate,
                                cast.start() - 400 * 24h, cast.end() + 400 * 24h);
        cast.register_credential(credential, device, status);
        knock(engagement, cast, device, credential);
        incident.actors.push_back("old copy of " + cast.thing(device));
    }
    incident.speaks = {{"aws:num-connection-attempts", MetricSpeaks::Side::high}};
}

}  // namespace

extern const Attack deactivated_connect{
    .card =
        {.name = "deactivated-connect",
         .story =
             "Somebody keeps connecting with a device's deactivated certificate and is refused.",
         .attack_id = {},
         .speaks = "aws:num-connection-attempts",
         .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
