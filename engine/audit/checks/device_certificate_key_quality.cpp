// Two famous generators made RSA keys that anybody can compute; a device that uses one can be
// impersonated (docs/audit-semantics §3.22).
#include <array>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/certificate_rules.hpp"

namespace engine::checks {
namespace {

constexpr std::array needs{fleet::Part::certificates};

constexpr std::array<std::string_view, 2> reads{"iot:ListCertificates", "iot:DescribeCertificate"};

CheckResult run(const Evidence& evidence) {
    return judge_key_quality(std::span(evidence.inventory.certificates),
                             evidence.inventory.unknown);
}

std::vector<std::string> explain(const Evidence& evidence, std::string_view resource) {
    return explain_key(std::span(evidence.inventory.certificates), resource);
}

}  // namespace

extern const AuditCheck device_certificate_key_quality{
    .name = "DEVICE_CERTIFICATE_KEY_QUALITY_CHECK",
    .severity = Severity::critical,
    .resource_type = "DEVICE_CERTIFICATE",
    .identifier_key = "deviceCertificateId",
    .threshold_name = {},
    .threshold_days = 0,
    .reads = reads,
    .needs = needs,
    .question = "Is the RSA key of a usable device certificate one that attackers can compute?",
    .why = "Who computes the key can pass for the device.",
    .remedy =
        "Make a new key with a repaired generator, rotate the certificate, deactivate the old one.",
    .run = run,
    .explain = explain};

}  // namespace engine::checks
