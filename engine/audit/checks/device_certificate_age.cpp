// The longer a key is in use, the more chances it had to leak; careful owners rotate
// (docs/audit-semantics §3.21).
#include <array>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/certificate_rules.hpp"

namespace engine::checks {
namespace {

constexpr std::array needs{fleet::Part::certificates};

constexpr std::array<std::string_view, 2> reads{"iot:ListCertificates", "iot:DescribeCertificate"};

CheckResult run(const Evidence& evidence) {
    const std::chrono::days threshold{evidence.threshold_days};
    return judge_certificates(
        std::span(evidence.inventory.certificates), asked_creation_date,
        [&](const fleet::Certificate& certificate, const auto& report) {
            const auto age = std::chrono::floor<std::chrono::days>(evidence.task_start -
                                                                   certificate.creation_date);
            if (age < threshold) return;
            auto& resource =
                report("Certificate is past its age threshold.", "CERTIFICATE_PAST_AGE_THRESHOLD");
            resource.additional_info = {{"CREATION_TIME", info_time(certificate.creation_date)}};
        });
}

}  // namespace

extern const AuditCheck device_certificate_age{
    .name = "DEVICE_CERTIFICATE_AGE_CHECK",
    .severity = Severity::low,
    .resource_type = "DEVICE_CERTIFICATE",
    .identifier_key = "deviceCertificateId",
    .threshold_name = "CERT_AGE_THRESHOLD_IN_DAYS",
    .threshold_days = 365,
    .reads = reads,
    .needs = needs,
    .question = "Has a usable certificate been registered for as many days as the threshold says?",
    .why = "The longer a key is in use, the more chances it had to leak unnoticed.",
    .remedy = "Rotate certificates regularly; deactivate and detach the old one.",
    .run = run};

}  // namespace engine::checks
