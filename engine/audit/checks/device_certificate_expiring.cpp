// A certificate that lapses takes its device off the air; the owner needs time to rotate it
// (docs/audit-semantics §3.1).
#include <array>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/certificate_scope.hpp"

namespace engine::checks {
namespace {

constexpr std::array<std::string_view, 2> reads{"iot:ListCertificates", "iot:DescribeCertificate"};

CheckResult run(const Evidence& evidence) {
    CheckResult result;
    const auto threshold = std::chrono::days{evidence.threshold_days};
    for (const auto& certificate : evidence.inventory.certificates) {
        if (!is_in_scope(certificate)) continue;
        ++result.resources;
        const auto left = certificate.not_after - evidence.task_start;
        if (left > threshold) continue;
        const bool is_past = left <= fleet::Duration::zero();
        auto resource = device_certificate(certificate.id_hex());
        resource.additional_info = {{"EXPIRATION_TIME", info_time(certificate.not_after)}};
        result.found.push_back({.resource = std::move(resource),
                                .related = {},
                                .reason = is_past ? "Certificate is past its expiration."
                                                  : "Certificate is approaching its expiration.",
                                .reason_code = is_past ? "CERTIFICATE_PAST_EXPIRATION"
                                                       : "CERTIFICATE_APPROACHING_EXPIRATION"});
    }
    return result;
}

}  // namespace

extern const AuditCheck device_certificate_expiring{
    .name = "DEVICE_CERTIFICATE_EXPIRING_CHECK",
    .severity = Severity::medium,
    .resource_type = "DEVICE_CERTIFICATE",
    .identifier_key = "deviceCertificateId",
    .threshold_name = "CERT_EXPIRATION_THRESHOLD_IN_DAYS",
    .threshold_days = 30,
    .reads = reads,
    .question = "Does a usable certificate expire within the threshold, or has it expired already?",
    .why = "A device whose certificate lapses can no longer connect.",
    .remedy = "Provision a new certificate, verify it, deactivate and detach the old one.",
    .run = run};

}  // namespace engine::checks
