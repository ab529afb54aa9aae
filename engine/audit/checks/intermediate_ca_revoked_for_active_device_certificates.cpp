// Device certificates that are still active although an authority between them and their root was
// revoked; that authority need not be registered (docs/audit-semantics §3.24).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/authority_explanation.hpp"
#include "engine/audit/certificate_scope.hpp"
#include "engine/audit/revocation.hpp"
#include "fleet/base/text.hpp"

namespace engine::checks {
namespace {

constexpr std::array needs{fleet::Part::certificates};

constexpr std::array<std::string_view, 2> reads{"iot:ListCertificates", "iot:DescribeCertificate"};

/// What is known of one authority while chains are followed.
struct Issuer {
    bool is_counted = false;
    bool is_revoked = false;
    std::vector<std::uint32_t> issued;  // active device certificates, by index
    std::vector<std::uint32_t> below;   // those whose chain leads through it; of revoked ones only
};

Resource issuer_certificate(const Authorities::Authority& authority) {
    return {.type = "ISSUER_CERTIFICATE",
            .identifier = {{"issuerCertificateSubject", subject_text(authority.subject)},
                           {"issuerId", fleet::to_hex(authority.id)},
                           {"issuerCertificateSerialNumber", authority.serial.hex()}},
            .additional_info = {}};
}

/// From one issuer of active certificates up to its root, or as far as authorities are known.
void follow(const Authorities& authorities, std::uint32_t first, std::vector<Issuer>& issuers) {
    auto number = first;
    for (std::size_t step = 0; step < issuers.size() && number != fleet::no_index; ++step) {
        const auto authority = authorities[number];
        if (number != first && authority.is_self_issued()) return;  // a root is no intermediate
        auto& issuer = issuers[number];
        issuer.is_counted = true;
        if (issuer.is_revoked)
            issuer.below.insert(issuer.below.end(), issuers[first].issued.begin(),
                                issuers[first].issued.end());
        number = authority.parent;
    }
}

NonCompliance revoked(const fleet::Inventory& inventory, const Authorities::Authority& authority,
                      const std::vector<std::uint32_t>& certificates) {
    NonCompliance found{.resource = issuer_certificate(authority),
                        .related = {},
                        .reason = "Intermediate CA has been revoked by its issuer.",
                        .reason_code = "INTERMEDIATE_CA_REVOKED_BY_ISSUER"};
    for (const auto index : certificates) {
        auto id = inventory.certificates[index].id_hex();
        auto arn = inventory.arn("cert/" + id);
        auto related = device_certificate(std::move(id));
        related.identifier.emplace_back("deviceCertificateArn", std::move(arn));
        found.related.push_back(std::move(related));
    }
    return found;
}

/// A chain that ends in the dark, or an authority of which no list speaks, may hide a revocation.
void tell_unknown_chains(CheckResult& result, std::uint64_t orphans, std::uint64_t unlisted) {
    result.unjudged = orphans + unlisted;
    if (orphans > 0)
        result.message =
            fmt::format("The issuers of {} active certificates are not known.", orphans);
    if (unlisted > 0)
        result.message +=
            fmt::format("{}{} of {} authorities could not be judged: nothing tells {}.",
                        orphans > 0 ? " " : "", unlisted, result.resources, asked_revocations);
}

CheckResult run(const Evidence& evidence) {
    const auto& inventory = evidence.inventory;
    const Authorities authorities(inventory);
    const Revocations revocations(inventory, evidence.task_start);
    std::uint64_t orphans = 0;   // active certificates whose issuer nobody knows
    std::uint64_t unlisted = 0;  // authorities whose own issuer's list nobody knows
    std::vector<Issuer> issuers(authorities.size());
    for (std::uint32_t number = 0; number < issuers.size(); ++number)
        issuers[number].is_revoked = is_revoked(authorities[number], revocations);
    for (std::uint32_t i = 0; i < inventory.certificates.size(); ++i) {
        const auto& certificate = inventory.certificates[i];
        const auto issuer = authorities.issuer_of(certificate);
        if (certificate.status != fleet::CertificateStatus::active) continue;
        if (issuer != fleet::no_index)
            issuers[issuer].issued.push_back(i);
        else
            ++orphans;
    }
    for (std::uint32_t number = 0; number < issuers.size(); ++number)
        if (!issuers[number].issued.empty()) follow(authorities, number, issuers);
    CheckResult result;
    for (std::uint32_t number = 0; number < issuers.size(); ++number) {
        auto& issuer = issuers[number];
        if (issuer.is_counted) ++result.resources;
        if (issuer.is_counted && !has_list(authorities[number], revocations)) ++unlisted;
        if (issuer.below.empty()) continue;
        std::ranges::sort(issuer.below);
        result.found.push_back(revoked(inventory, authorities[number], issuer.below));
    }
    if (inventory.unknown.contains(fleet::Part::revocation_lists))
        tell_unknown_chains(result, orphans, unlisted);
    return result;
}

}  // namespace

extern const AuditCheck intermediate_ca_revoked_for_active_device_certificates{
    .name = "INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK",
    .severity = Severity::critical,
    .resource_type = "ISSUER_CERTIFICATE",
    .identifier_key = "issuerCertificateIdentifier",
    .threshold_name = {},
    .threshold_days = 0,
    .reads = reads,
    .needs = needs,
    .question =
        "Was an authority revoked that stands between active device certificates and their "
        "root?",
    .why = "Whoever revoked it no longer vouches for any certificate below it.",
    .remedy = "Issue new certificates from another CA, rotate, deactivate the old ones.",
    .run = run,
    .explain = explain_authority};

}  // namespace engine::checks
