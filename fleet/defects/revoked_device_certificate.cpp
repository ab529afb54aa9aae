// Certificates their issuer has revoked while the registry keeps them ACTIVE: AWS consults no CRL
// at connect, so their devices go on connecting. Near miss: revoked and INACTIVE.
#include <array>

#include "fleet/defects.hpp"

namespace fleet::defects_table {
namespace {

constexpr std::array<std::string_view, 4> statuses{"ACTIVE", "PENDING_TRANSFER", "INACTIVE",
                                                   "REVOKED"};
constexpr std::array parameters{
    ParameterCard{"status", ParameterType::word, "ACTIVE", "registry status of the certificate",
                  statuses},
};

void apply(Draft& draft, DefectOutcome& outcome) {
    const auto status = *certificate_status(outcome.parameters.text("status"));
    for (const auto device : outcome.devices) {
        draft.revoked.push_back(device);
        draft.statuses[device] = status;
        if (status != CertificateStatus::active && status != CertificateStatus::pending_transfer)
            continue;
        outcome.checks.push_back({.check_name = "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK",
                                  .resource_key = "deviceCertificateId",
                                  .resource_value = {},
                                  .reason_code = "CERTIFICATE_REVOKED_BY_ISSUER",
                                  .device = device,
                                  .begin = draft.description.start,
                                  .end = Time::max()});
    }
}

}  // namespace

extern const Defect revoked_device_certificate{
    .card = {.name = "revoked-device-certificate",
             .story = "The issuer has revoked a device certificate, the registry has not: the "
                      "device goes on connecting.",
             .attack_id = {},
             .speaks = "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK",
             .parameters = parameters},
    .apply = apply};

}  // namespace fleet::defects_table
