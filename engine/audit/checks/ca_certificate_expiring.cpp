// A CA certificate that lapses takes with it every device certificate it signed
// (docs/audit-semantics §3.20).
#include <array>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/certificate_rules.hpp"

namespace engine::checks {
namespace {

constexpr std::array needs{fleet::Part::ca_certificates};

constexpr std::array<std::string_view, 2> reads{"iot:ListCACertificates",
                                                "iot:DescribeCACertificate"};
/// Fixed: the check has no parameter.
constexpr std::chrono::days threshold{30};

CheckResult run(const Evidence& evidence) {
    return judge_expiry(std::span(evidence.inventory.ca_certificates), evidence.task_start,
                        threshold);
}

}  // namespace

extern const AuditCheck ca_certificate_expiring{
    .name = "CA_CERTIFICATE_EXPIRING_CHECK",
    .severity = Severity::medium,
    .resource_type = "CA_CERTIFICATE",
    .identifier_key = "caCertificateId",
    .threshold_name = {},
    .threshold_days = 0,
    .reads = reads,
    .needs = needs,
    .question = "Does a registered CA certificate expire within 30 days, or has it expired?",
    .why = "When a CA certificate lapses, no device whose certificate it signed can be trusted.",
    .remedy = "Register a new CA certificate, issue from it, then deactivate the old one.",
    .run = run};

}  // namespace engine::checks
