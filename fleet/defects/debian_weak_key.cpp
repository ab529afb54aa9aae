// RSA keys of a generator that knew only its process number, CVE-2008-0166: all its keys are on a
// list. Near miss: such a key behind a certificate that is no longer in use.
#include <array>

#include "fleet/defects.hpp"

namespace fleet::defects_table {
namespace {

constexpr std::array<std::string_view, 5> statuses{"ACTIVE", "PENDING_TRANSFER",
                                                   "PENDING_ACTIVATION", "INACTIVE", "REVOKED"};
constexpr std::array parameters{
    ParameterCard{"status", ParameterType::word, "ACTIVE", "registry status of the certificate",
                  statuses},
};

void apply(Draft& draft, DefectOutcome& outcome) {
    for (const auto device : outcome.devices) {
        draft.fleet.credentials[device].weakness = Credential::Weakness::debian;
        draft.statuses[device] = *certificate_status(outcome.parameters.text("status"));
        speak_of_device(draft, device, "DEVICE_CERTIFICATE_KEY_QUALITY_CHECK",
                        "CERTIFICATE_KEY_VULNERABILITY_CVE-2008-0166", draft.description.start,
                        outcome);
    }
}

}  // namespace

extern const Defect debian_weak_key{
    .card = {.name = "debian-weak-key",
             .story =
                 "A device made its RSA key with a generator that knows only a handful of keys.",
             .attack_id = {},
             .speaks = "DEVICE_CERTIFICATE_KEY_QUALITY_CHECK (CVE-2008-0166)",
             .parameters = parameters},
    .apply = apply};

}  // namespace fleet::defects_table
