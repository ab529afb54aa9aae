// The issuer revoked a certificate and the registry goes on admitting it: AWS consults no CRL at
// connect, so only this check tells (docs/audit-semantics §3.3).
#include <algorithm>
#include <array>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/certificate_scope.hpp"

namespace engine::checks {
namespace {

constexpr std::array<std::string_view, 3> reads{"iot:ListCertificates", "iot:DescribeCertificate",
                                                "iot:DescribeCACertificate"};

/// By index of the CA: the CRL that the certificates it issues point to, or nullptr when there is
/// none that it signed itself.
std::vector<const fleet::RevocationList*> lists_by_ca(const Evidence& evidence) {
    const auto& inventory = evidence.inventory;
    std::vector<const fleet::RevocationList*> lists(inventory.ca_certificates.size(), nullptr);
    for (const auto& list : inventory.revocation_lists) {
        if (!list.signature_valid || list.ca >= lists.size()) continue;
        if (list.this_update > evidence.task_start) continue;  // not published yet
        const auto& authority = inventory.ca_certificates[list.ca];
        if (authority.issued_crl_url.empty() || authority.issued_crl_url != list.url) continue;
        auto& newest = lists[list.ca];
        if (newest == nullptr || newest->this_update < list.this_update) newest = &list;
    }
    return lists;
}

CheckResult run(const Evidence& evidence) {
    CheckResult result;
    const auto lists = lists_by_ca(evidence);
    for (const auto& certificate : evidence.inventory.certificates) {
        if (!is_in_scope(certificate)) continue;
        ++result.resources;
        const auto* list = certificate.ca < lists.size() ? lists[certificate.ca] : nullptr;
        if (list == nullptr || !list->contains(certificate.serial)) continue;
        result.found.push_back({.resource = device_certificate(certificate.id_hex()),
                                .related = {},
                                .reason = "Certificate has been revoked by its issuer.",
                                .reason_code = "CERTIFICATE_REVOKED_BY_ISSUER"});
    }
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
    .question = "Is a usable certificate on the revocation list of its issuer?",
    .why = "The issuer no longer vouches for the device, which connects all the same.",
    .remedy = "Deactivate the certificate and provision another if the device is still trusted.",
    .run = run};

}  // namespace engine::checks
