// Devices whose certificates come from an intermediate CA that the account does not hold, and that
// its root has revoked. Near misses: the intermediate is still valid, or no certificate below it is
// active.
#include <array>

#include "fleet/base/error.hpp"
#include "fleet/defects.hpp"

namespace fleet::defects_table {
namespace {

constexpr std::array<std::string_view, 2> words{"revoked", "valid"};
constexpr std::array<std::string_view, 5> statuses{"ACTIVE", "PENDING_TRANSFER",
                                                   "PENDING_ACTIVATION", "INACTIVE", "REVOKED"};
constexpr std::array parameters{
    ParameterCard{"intermediate", ParameterType::word, "revoked",
                  "revoked: on the list of its root; valid: not, a near miss", words},
    ParameterCard{"status", ParameterType::word, "ACTIVE", "registry status of the certificates",
                  statuses},
};

void apply(Draft& draft, DefectOutcome& outcome) {
    const bool is_revoked = outcome.parameters.text("intermediate") == "revoked";
    const auto status = *certificate_status(outcome.parameters.text("status"));
    auto& intermediates = draft.authorities.unregistered;
    if (intermediates.size() > 0xFFFF) throw Error("a fleet has at most 65,536 intermediate CAs");
    const auto number = static_cast<std::uint16_t>(intermediates.size());
    intermediates.push_back(is_revoked);
    for (const auto device : outcome.devices) {
        auto& credential = draft.fleet.credentials[device];
        credential.issuer = Credential::Issuer::unregistered;
        credential.unregistered = number;
        draft.statuses[device] = status;
    }
    if (!is_revoked || status != CertificateStatus::active) return;
    outcome.checks.push_back(
        {.check_name = "INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK",
         .resource_key = "issuerId",
         .resource_value = {},
         .reason_code = "INTERMEDIATE_CA_REVOKED_BY_ISSUER",
         .unregistered = number,
         .begin = draft.description.start,
         .end = Time::max()});
}

}  // namespace

extern const Defect revoked_intermediate{
    .card = {.name = "revoked-intermediate",
             .story =
                 "The root has revoked an intermediate CA that is not registered; certificates "
                 "it issued are still active.",
             .attack_id = {},
             .speaks = "INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK",
             .parameters = parameters},
    .apply = apply};

}  // namespace fleet::defects_table
