// A device's old copy keeps knocking with a certificate that has expired; the registry still calls
// that certificate active.
#include <algorithm>
#include <array>
#include <optional>

#include "fleet/defects.hpp"
#include "scenarios/attacks.hpp"
#include "scenarios/attacks/refused_connect.hpp"

namespace scenarios::attacks_table {
namespace {

using namespace std::chrono_literals;

constexpr std::array parameters{
    fleet::ParameterCard{"every", fleet::ParameterType::pace, "10s",
                         "from one attempt to the next"},
    fleet::ParameterCard{"expiredFor", fleet::ParameterType::duration, "20d",
                         "from the certificate's notAfter to the start of the run"},
};

/// A certificate that has lapsed long ago was registered even longer ago: once that is a year, the
/// age check finds it too.
std::optional<Incident> grown_old(const Incident& lapsed, fleet::Time registered,
                                  const Cast& cast) {
    auto aged = lapsed;
    aged.id += "-age";
    aged.start = std::max(cast.start(), registered + fleet::certificate_age_max);
    if (lapsed.checks.empty() || aged.start >= aged.end) return std::nullopt;
    for (auto& check : aged.checks) {
        check.check_name = "DEVICE_CERTIFICATE_AGE_CHECK";
        check.reason_code = "CERTIFICATE_PAST_AGE_THRESHOLD";
    }
    return aged;
}

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    const auto not_after = cast.start() - engagement.parameters.duration("expiredFor");
    Incident lapsed{.id = incident.id + "-certificate",
                    .kind = incident.kind,
                    .affected = incident.affected,
                    .start = cast.start(),
                    .end = cast.end() + 366 * 24h};  // as long as audits may look back at it
    fleet::Time registered;
    for (const auto device : engagement.devices) {
        const auto credential = cast.add_credential(device, fleet::Credential::Issuer::intermediate,
                                                    not_after - 365 * 24h, not_after);
        cast.register_credential(credential, device, fleet::CertificateStatus::active);
        knock(engagement, cast, device, credential);
        incident.actors.push_back("old copy of " + cast.thing(device));
        const auto& certificate =
            cast.fleet().inventory.certificates[cast.fleet().credentials[credential].certificate];
        registered = certificate.creation_date;
        lapsed.checks.push_back({"DEVICE_CERTIFICATE_EXPIRING_CHECK", "deviceCertificateId",
                                 certificate.id_hex(), "CERTIFICATE_PAST_EXPIRATION"});
    }
    lapsed.actors = incident.actors;
    if (auto aged = grown_old(lapsed, registered, cast)) cast.add_incident(std::move(*aged));
    incident.speaks = {{"aws:num-connection-attempts", MetricSpeaks::Side::high}};
    cast.add_incident(std::move(
        lapsed));  // the certificate is at fault for the whole run, not only while somebody knocks
}

}  // namespace

extern const Attack expired_connect{
    .card = {.name = "expired-connect",
             .story =
                 "Somebody keeps connecting with a device's expired certificate and is refused.",
             .attack_id = {},
             .speaks = "aws:num-connection-attempts, DEVICE_CERTIFICATE_EXPIRING_CHECK, "
                       "DEVICE_CERTIFICATE_AGE_CHECK",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
