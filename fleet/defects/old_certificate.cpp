// Certificates that nobody has rotated for long. Near miss: a day short of a year.
#include <algorithm>
#include <array>

#include "fleet/defects.hpp"

namespace fleet::defects_table {
namespace {

constexpr std::array<std::string_view, 5> statuses{"ACTIVE", "PENDING_TRANSFER",
                                                   "PENDING_ACTIVATION", "INACTIVE", "REVOKED"};
constexpr std::array parameters{
    ParameterCard{"age", ParameterType::duration, "400d",
                  "from the certificate's registration to the start of the run"},
    ParameterCard{"status", ParameterType::word, "ACTIVE", "registry status of the certificate",
                  statuses},
};

void apply(Draft& draft, DefectOutcome& outcome) {
    for (const auto device : outcome.devices) {
        const auto registered = draft.description.start - outcome.parameters.duration("age");
        auto& credential = draft.fleet.credentials[device];
        // X.509 knows no fractions of a second.
        const Time issued = std::chrono::floor<std::chrono::seconds>(registered - 24h);
        credential.not_before = std::min(credential.not_before, issued);
        draft.registrations.emplace_back(device, registered);
        draft.statuses[device] = *certificate_status(outcome.parameters.text("status"));
        speak_of_device(draft, device, "DEVICE_CERTIFICATE_AGE_CHECK",
                        "CERTIFICATE_PAST_AGE_THRESHOLD", registered + certificate_age_max,
                        outcome);
    }
}

}  // namespace

extern const Defect old_certificate{
    .card = {.name = "old-certificate",
             .story = "A device certificate has been in use for more than a year without rotation.",
             .attack_id = {},
             .speaks = "DEVICE_CERTIFICATE_AGE_CHECK, from 365 days after registration",
             .parameters = parameters},
    .apply = apply};

}  // namespace fleet::defects_table
