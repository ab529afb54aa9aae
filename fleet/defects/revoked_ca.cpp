// A registered CA certificate that the root above it has revoked: a forgotten one, or the very CA
// that issued the fleet's certificates, which are then found too. Near miss: a forgotten one that
// is INACTIVE.
#include <algorithm>
#include <array>

#include "fleet/defects.hpp"

namespace fleet::defects_table {
namespace {

constexpr std::array<std::string_view, 2> authorities{"spare", "issuing"};
constexpr std::array<std::string_view, 2> statuses{"ACTIVE", "INACTIVE"};
constexpr std::array parameters{
    ParameterCard{"authority", ParameterType::word, "spare",
                  "spare: a CA that has issued nothing in use; issuing: the CA of the fleet",
                  authorities},
    ParameterCard{"status", ParameterType::word, "ACTIVE", "registry status of the CA certificate",
                  statuses},
};

bool has_issued_something_active(const Draft& draft) {
    for (std::size_t i = 0; i < draft.statuses.size(); ++i) {
        if (draft.statuses[i] == CertificateStatus::active &&
            draft.fleet.credentials[i].issuer == Credential::Issuer::intermediate)
            return true;
    }
    return false;
}

void apply(Draft& draft, DefectOutcome& outcome) {
    const auto status = *certificate_status(outcome.parameters.text("status"));
    const auto start = draft.description.start;
    const bool is_issuing = outcome.parameters.text("authority") == "issuing";
    if (is_issuing) {
        draft.authorities.is_issuing_revoked = true;
        draft.authorities.issuing_status = status;
    }
    const auto ca = is_issuing ? 0 : add_spare_ca(draft, {.status = status, .is_revoked = true});
    if (is_audited(status))
        speak_of_ca(ca, "REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK",
                    "CERTIFICATE_REVOKED_BY_ISSUER", start, Time::max(), outcome);
    if (!is_issuing || !has_issued_something_active(draft)) return;
    speak_of_ca(ca, "INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK",
                "INTERMEDIATE_CA_REVOKED_BY_ISSUER", start, Time::max(), outcome);
    outcome.checks.back().resource_key = "issuerId";
}

}  // namespace

extern const Defect revoked_ca{
    .card = {.name = "revoked-ca",
             .story = "The root has revoked a registered CA certificate; the account still accepts "
                      "what it signs.",
             .attack_id = {},
             .speaks = "REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK; of the issuing CA also "
                       "INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK",
             .parameters = parameters},
    .apply = apply,
    .scope = DefectScope::account};

}  // namespace fleet::defects_table
