// A CA key that anybody can compute signs certificates for everybody (docs/audit-semantics §3.22).
#include <array>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/certificate_rules.hpp"

namespace engine::checks {
namespace {

constexpr std::array needs{fleet::Part::ca_certificates};

constexpr std::array<std::string_view, 2> reads{"iot:ListCACertificates",
                                                "iot:DescribeCACertificate"};

CheckResult run(const Evidence& evidence) {
    return judge_key_quality(std::span(evidence.inventory.ca_certificates),
                             evidence.inventory.unknown);
}

std::vector<std::string> explain(const Evidence& evidence, std::string_view resource) {
    return explain_key(std::span(evidence.inventory.ca_certificates), resource);
}

}  // namespace

extern const AuditCheck ca_certificate_key_quality{
    .name = "CA_CERTIFICATE_KEY_QUALITY_CHECK",
    .severity = Severity::critical,
    .resource_type = "CA_CERTIFICATE",
    .identifier_key = "caCertificateId",
    .threshold_name = {},
    .threshold_days = 0,
    .reads = reads,
    .needs = needs,
    .question = "Is the RSA key of an active CA certificate one that attackers can compute?",
    .why = "Who computes the key can issue certificates that the account accepts.",
    .remedy = "Make a new CA with a repaired generator, issue from it, deactivate the old one.",
    .run = run,
    .explain = explain};

}  // namespace engine::checks
