// A registered CA certificate whose RSA key anybody can compute. It is one besides the CA that
// issued the fleet's certificates. Near miss: INACTIVE.
#include <array>

#include "fleet/defects.hpp"

namespace fleet::defects_table {
namespace {

constexpr std::array<std::string_view, 2> vulnerabilities{"roca", "debian"};
constexpr std::array<std::string_view, 2> statuses{"ACTIVE", "INACTIVE"};
constexpr std::array parameters{
    ParameterCard{"vulnerability", ParameterType::word, "roca",
                  "roca: CVE-2017-15361; debian: CVE-2008-0166", vulnerabilities},
    ParameterCard{"status", ParameterType::word, "ACTIVE", "registry status of the CA certificate",
                  statuses},
};

void apply(Draft& draft, DefectOutcome& outcome) {
    const bool is_roca = outcome.parameters.text("vulnerability") == "roca";
    const auto status = *certificate_status(outcome.parameters.text("status"));
    const auto ca = add_spare_ca(
        draft, {.status = status,
                .key = is_roca ? KeyKind::rsa_2048_roca : KeyKind::rsa_2048_debian_weak});
    if (!is_audited(status)) return;
    speak_of_ca(ca, "CA_CERTIFICATE_KEY_QUALITY_CHECK",
                is_roca ? "CERTIFICATE_KEY_VULNERABILITY_CVE-2017-15361"
                        : "CERTIFICATE_KEY_VULNERABILITY_CVE-2008-0166",
                draft.description.start, Time::max(), outcome);
}

}  // namespace

extern const Defect weak_ca_key{
    .card = {.name = "weak-ca-key",
             .story = "A registered CA certificate has an RSA key that anybody can compute.",
             .attack_id = {},
             .speaks = "CA_CERTIFICATE_KEY_QUALITY_CHECK",
             .parameters = parameters},
    .apply = apply,
    .scope = DefectScope::account};

}  // namespace fleet::defects_table
