// A root outside the account revoked a CA certificate that the account goes on accepting
// (docs/audit-semantics §3.23).
#include <array>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/authority_explanation.hpp"
#include "engine/audit/certificate_rules.hpp"
#include "engine/audit/revocation.hpp"

namespace engine::checks {
namespace {

constexpr std::array needs{fleet::Part::ca_certificates};

constexpr std::array<std::string_view, 2> reads{"iot:ListCACertificates",
                                                "iot:DescribeCACertificate"};

CheckResult run(const Evidence& evidence) {
    const auto& certificates = evidence.inventory.ca_certificates;
    const Authorities authorities(evidence.inventory);
    const Revocations revocations(evidence.inventory, evidence.task_start);
    std::uint64_t unlisted = 0;
    const auto judge = [&](const fleet::CaCertificate& ca, const auto& report) {
        const auto authority = authorities[static_cast<std::uint32_t>(&ca - certificates.data())];
        if (ca.unknown.contains(fleet::Gap::revocation) && !has_list(authority, revocations))
            ++unlisted;
        if (!is_revoked(authority, revocations)) return;
        report("CA certificate has been revoked by its issuer.", "CERTIFICATE_REVOKED_BY_ISSUER");
    };
    auto result = judge_certificates(std::span(certificates), asked_content, judge);
    tell_unjudged(result, unlisted, asked_revocations);
    return result;
}

}  // namespace

extern const AuditCheck revoked_ca_certificate_still_active{
    .name = "REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK",
    .severity = Severity::critical,
    .resource_type = "CA_CERTIFICATE",
    .identifier_key = "caCertificateId",
    .threshold_name = {},
    .threshold_days = 0,
    .reads = reads,
    .needs = needs,
    .question = "Is an active CA certificate on the revocation list of its own issuer?",
    .why = "Its issuer no longer vouches for the CA, and the account still accepts what it signs.",
    .remedy = "Deactivate the CA certificate; look at the device certificates registered since.",
    .run = run,
    .explain = explain_authority};

}  // namespace engine::checks
