// A certificate that lapses takes its device off the air; the owner needs time to rotate it
// (docs/audit-semantics §3.1).
#include <array>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/certificate_rules.hpp"

namespace engine::checks {
namespace {

constexpr std::array needs{fleet::Part::certificates};

constexpr std::array<std::string_view, 2> reads{"iot:ListCertificates", "iot:DescribeCertificate"};

CheckResult run(const Evidence& evidence) {
    return judge_expiry(std::span(evidence.inventory.certificates), evidence.task_start,
                        std::chrono::days{evidence.threshold_days});
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
    .needs = needs,
    .question = "Does a usable certificate expire within the threshold, or has it expired already?",
    .why = "A device whose certificate lapses can no longer connect.",
    .remedy = "Provision a new certificate, verify it, deactivate and detach the old one.",
    .run = run};

}  // namespace engine::checks
