// Certificates that have lapsed while the registry still calls them ACTIVE: their devices can no
// longer connect.
#include <array>

#include "fleet/defects.hpp"

namespace fleet::defects_table {
namespace {

constexpr std::array<std::string_view, 5> statuses{"ACTIVE", "PENDING_TRANSFER",
                                                   "PENDING_ACTIVATION", "INACTIVE", "REVOKED"};
constexpr std::array parameters{
    ParameterCard{"expiredFor", ParameterType::duration, "5d",
                  "from the certificate's notAfter to the start of the run"},
    ParameterCard{"status", ParameterType::word, "ACTIVE", "registry status of the certificate",
                  statuses},
};

void apply(Draft& draft, DefectOutcome& outcome) {
    for (const auto device : outcome.devices) {
        auto& credential = draft.fleet.credentials[device];
        // X.509 knows no fractions of a second.
        credential.not_after = std::chrono::floor<std::chrono::seconds>(
            draft.description.start - outcome.parameters.duration("expiredFor"));
        credential.not_before = std::min(credential.not_before, credential.not_after - 365 * 24h);
        draft.statuses[device] = *certificate_status(outcome.parameters.text("status"));
        speak_of_expiry(draft, device, outcome);
    }
}

}  // namespace

extern const Defect expired_certificate{
    .card = {.name = "expired-certificate",
             .story = "A device certificate has lapsed; the registry still calls it active, the "
                      "broker refuses it.",
             .attack_id = {},
             .speaks = "DEVICE_CERTIFICATE_EXPIRING_CHECK (CERTIFICATE_PAST_EXPIRATION)",
             .parameters = parameters},
    .apply = apply};

}  // namespace fleet::defects_table
