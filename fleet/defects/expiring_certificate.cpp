// Certificates that lapse soon. Near misses: more than 30 days left, or a status that no audit
// looks at.
#include <array>

#include "fleet/base/error.hpp"
#include "fleet/defects.hpp"

namespace fleet::defects_table {
namespace {

constexpr std::array<std::string_view, 5> statuses{"ACTIVE", "PENDING_TRANSFER",
                                                   "PENDING_ACTIVATION", "INACTIVE", "REVOKED"};
constexpr std::array parameters{
    ParameterCard{"expiresIn", ParameterType::duration, "10d",
                  "from the start of the run to the certificate's notAfter"},
    ParameterCard{"status", ParameterType::word, "ACTIVE", "registry status of the certificate",
                  statuses},
};

void apply(Draft& draft, DefectOutcome& outcome) {
    for (const auto device : outcome.devices) {
        auto& credential = draft.fleet.credentials[device];
        // X.509 knows no fractions of a second.
        credential.not_after = std::chrono::floor<std::chrono::seconds>(
            draft.description.start + outcome.parameters.duration("expiresIn"));
        draft.statuses[device] = *certificate_status(outcome.parameters.text("status"));
        speak_of_expiry(draft, device, outcome);
    }
}

}  // namespace

extern const Defect expiring_certificate{
    .card = {.name = "expiring-certificate",
             .story =
                 "A device certificate is about to lapse, and with it the device's connection.",
             .attack_id = {},
             .speaks = "DEVICE_CERTIFICATE_EXPIRING_CHECK, from 30 days before notAfter",
             .parameters = parameters},
    .apply = apply};

}  // namespace fleet::defects_table
