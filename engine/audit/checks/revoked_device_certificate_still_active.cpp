// The issuer revoked a certificate and the registry goes on admitting it: AWS consults no CRL at
// connect, so only this check tells (docs/audit-semantics §3.3).
#include <array>
#include <vector>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/certificate_rules.hpp"
#include "engine/audit/revocation.hpp"

namespace engine::checks {
namespace {

constexpr std::array needs{fleet::Part::certificates};

constexpr std::array<std::string_view, 3> reads{"iot:ListCertificates", "iot:DescribeCertificate",
                                                "iot:DescribeCACertificate"};

CheckResult run(const Evidence& evidence) {
    const auto& inventory = evidence.inventory;
    const Revocations revocations(inventory, evidence.task_start);
    // By index of the CA: the list that the certificates it issues point to.
    std::vector<const fleet::RevocationSet*> lists;
    for (std::uint32_t ca = 0; ca < inventory.ca_certificates.size(); ++ca)
        lists.push_back(revocations.published(ca, inventory.ca_certificates[ca].issued_crl_url));
    std::uint64_t unlisted = 0;
    auto result = judge_certificates(
        std::span(inventory.certificates), asked_content,
        [&](const fleet::Certificate& certificate, const auto& report) {
            const auto* list = certificate.ca < lists.size() ? lists[certificate.ca] : nullptr;
            if (list == nullptr && certificate.unknown.contains(fleet::Gap::revocation)) ++unlisted;
            if (list == nullptr || !list->contains(certificate.serial)) return;
            report("Certificate has been revoked by its issuer.", "CERTIFICATE_REVOKED_BY_ISSUER");
        });
    tell_unjudged(result, unlisted, asked_revocations);
    return result;
}

}  // namespace

extern const AuditCheck revoked_device_certificate_still_active{
    .name = "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK",
    .severity = Severity::medium,
    .resource_type = "DEVICE_CERTIFICATE",
    .identifier_key = "deviceCertificateId",
    .threshold_name = {},
    .threshold_days = 0,
    .reads = reads,
    .needs = needs,
    .question = "Is a usable certificate on the revocation list of its issuer?",
    .why = "The issuer no longer vouches for the device, which connects all the same.",
    .remedy = "Deactivate the certificate and provision another if the device is still trusted.",
    .run = run};

}  // namespace engine::checks
