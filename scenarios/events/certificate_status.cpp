// An operator sets the registry status of devices' certificates. Leaving ACTIVE ends their
// connections at once.
#include <array>

#include "scenarios/events.hpp"

namespace scenarios::events_table {
namespace {

constexpr std::array<std::string_view, 3> statuses{"ACTIVE", "INACTIVE", "REVOKED"};
constexpr std::array parameters{
    fleet::ParameterCard{"status", fleet::ParameterType::word, "INACTIVE",
                         "the new registry status", statuses},
};

void perform(const Engagement& engagement, Cast& cast) {
    for (const auto device : engagement.devices) {
        const auto& certificate =
            cast.fleet().inventory.certificates[cast.fleet().devices[device].credential];
        cast.add_change(device, {.time = engagement.begin,
                                 .kind = fleet::ChangeKind::certificate_status,
                                 .subject = certificate.id_hex(),
                                 .value = engagement.parameters.text("status")});
    }
}

}  // namespace

extern const Event certificate_status{
    .card = {.name = "certificate-status",
             .story = "An operator sets the registry status of a device's certificate.",
             .attack_id = {},
             .speaks = "nothing: it is what operators do",
             .parameters = parameters},
    .lasts = false,
    .perform = perform};

}  // namespace scenarios::events_table
