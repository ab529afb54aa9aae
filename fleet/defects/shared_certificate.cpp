// One certificate on several devices. It is their simultaneous connections that are found, not the
// attachments: the near miss is the same certificate used by one device after the other.
#include <array>

#include "fleet/defects.hpp"

namespace fleet::defects_table {
namespace {

constexpr std::array<std::string_view, 2> uses{"together", "in-turn"};
constexpr std::array parameters{
    ParameterCard{
        "use", ParameterType::word, "together",
        "together: the devices are connected at once; in-turn: one after the other, a near miss",
        uses},
};

void apply(Draft& draft, DefectOutcome& outcome) {
    const auto owner = outcome.devices.front();
    for (const auto device : outcome.devices) {
        if (device == owner) continue;
        draft.fleet.devices[device].credential = owner;
        draft.attachments.emplace_back(owner, device);
    }
    const bool is_together = outcome.parameters.text("use") == "together";
    outcome.connection =
        is_together ? DefectOutcome::Connection::together : DefectOutcome::Connection::in_turn;
    if (!is_together || outcome.devices.size() < 2) return;
    outcome.checks.push_back(
        {.check_name = "DEVICE_CERTIFICATE_SHARED_CHECK",
         .resource_key = "deviceCertificateId",
         .resource_value = {},
         .reason_code = "CERTIFICATE_SHARED_BY_MULTIPLE_DEVICES",
         .device = owner,
         .begin = draft.description.start + 2min,  // both have connected within their first minute
         .end = Time::max()});
}

}  // namespace

extern const Defect shared_certificate{
    .card = {.name = "shared-certificate",
             .story = "Several devices were given one certificate and key, and are connected with "
                      "it at once.",
             .attack_id = {},
             .speaks = "DEVICE_CERTIFICATE_SHARED_CHECK",
             .parameters = parameters},
    .apply = apply};

}  // namespace fleet::defects_table
