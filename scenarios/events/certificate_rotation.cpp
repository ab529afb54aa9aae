// A device gets a new certificate; for a while old and new are both valid, then the old one is
// retired.
#include <array>

#include "scenarios/events.hpp"

namespace scenarios::events_table {
namespace {

using namespace std::chrono_literals;

constexpr std::array parameters{
    fleet::ParameterCard{"overlap", fleet::ParameterType::duration, "1h",
                         "from the new certificate's registration to the old one's deactivation"},
    fleet::ParameterCard{"validFor", fleet::ParameterType::duration, "365d",
                         "validity of the new certificate"},
};

void perform(const Engagement& engagement, Cast& cast) {
    const auto when = engagement.begin;
    auto& fleet = cast.fleet();
    for (const auto device : engagement.devices) {
        const auto old = fleet.devices[device].credential;
        const auto credential =
            cast.add_credential(device, fleet::Credential::Issuer::intermediate, when - 24h,
                                when + engagement.parameters.duration("validFor"));
        const auto& made = fleet.credentials[credential];
        auto certificate = fleet.registered(made, when);
        const auto id = certificate.id_hex();
        const auto& registry = fleet.inventory;
        cast.add_change(device, {.time = when,
                                 .kind = fleet::ChangeKind::certificate_registered,
                                 .subject = id,
                                 .certificate = std::move(certificate)});
        cast.add_change(device, {.time = when,
                                 .kind = fleet::ChangeKind::thing_attached,
                                 .subject = id,
                                 .value = cast.thing(device)});
        for (const auto policy : registry.certificates[old].policies) {
            cast.add_change(device, {.time = when,
                                     .kind = fleet::ChangeKind::policy_attached,
                                     .subject = id,
                                     .value = registry.policies[policy].name});
        }
        cast.plan_of(device).rotate(device, when + 1min, credential);
        const auto retired = when + engagement.parameters.duration("overlap");
        const auto old_id = registry.certificates[old].id_hex();
        cast.add_change(device, {.time = retired,
                                 .kind = fleet::ChangeKind::certificate_status,
                                 .subject = old_id,
                                 .value = "INACTIVE"});
        cast.add_change(device, {.time = retired,
                                 .kind = fleet::ChangeKind::thing_detached,
                                 .subject = old_id,
                                 .value = cast.thing(device)});
    }
}

}  // namespace

extern const Event certificate_rotation{
    .card = {.name = "certificate-rotation",
             .story = "A device gets a new certificate; the old one is retired after an overlap.",
             .attack_id = {},
             .speaks = "nothing: it is what careful operators do",
             .parameters = parameters},
    .lasts = false,
    .perform = perform};

}  // namespace scenarios::events_table
