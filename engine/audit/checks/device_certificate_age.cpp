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
    const bool is_from_registration = evidence.age_origin == AgeOrigin::creation_date;
    return judge_certificates(
        std::span(evidence.inventory.certificates),
        is_from_registration ? asked_creation_date : asked_content,
        [&](const fleet::Certificate& certificate, const auto& report) {
            const auto origin =
                is_from_registration ? certificate.creation_date : certificate.not_before;
            const auto age = std::chrono::floor<std::chrono::days>(evidence.task_start - origin);
            if (age < threshold) return;
            auto& resource =
                report("Certificate is past its age threshold.", "CERTIFICATE_PAST_AGE_THRESHOLD");
            resource.additional_info = {
                {is_from_registration ? "CREATION_TIME" : "NOT_BEFORE", info_time(origin)}};
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
