#include "engine/audit/explanation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/audit/authority_explanation.hpp"
#include "engine/audit/certificate_scope.hpp"
#include "engine/audit/statements_told.hpp"
#include "fleet/base/text.hpp"

namespace engine {
namespace {

using Lines = std::vector<std::string>;

/// A busy client has more connections than anybody reads.
constexpr std::size_t connections_told_max = 40;

bool reads(const AuditCheck& check, std::string_view action) {
    return std::ranges::find(check.reads, action) != check.reads.end();
}

/// "10d after", with whole seconds.
std::string distance(fleet::Time from, fleet::Time to) {
    const auto length = std::chrono::floor<std::chrono::seconds>(from < to ? to - from : from - to);
    if (length.count() == 0) return "at";
    return fmt::format("{} {}", fleet::format_duration(length), from < to ? "after" : "before");
}

std::string number_line(std::string_view name, std::uint32_t days) {
    return fmt::format("{} is {} days", name, days);
}

void tell_validity(const Evidence& evidence, fleet::Time not_before, fleet::Time not_after,
                   Lines& lines) {
    lines.push_back(fmt::format("valid from {} to {}, which is {} the start of the audit",
                                fleet::format_time(not_before), fleet::format_time(not_after),
                                distance(evidence.task_start, not_after)));
}

void tell_revocation(const Evidence& evidence, const fleet::Certificate& certificate,
                     Lines& lines) {
    const auto& inventory = evidence.inventory;
    if (certificate.ca >= inventory.ca_certificates.size()) {
        lines.emplace_back("its issuer is not registered, so that no revocation list is known");
        return;
    }
    bool is_told = false;
    for (const auto& list : inventory.revocation_lists) {
        if (list.ca != certificate.ca) continue;
        is_told = true;
        lines.push_back(list_line(evidence, list, certificate.serial,
                                  inventory.ca_certificates[certificate.ca].issued_crl_url));
    }
    if (!is_told) lines.emplace_back("its issuer has published no revocation list");
}

void tell_certificate(const AuditCheck& check, const Evidence& evidence,
                      const fleet::Certificate& certificate, Lines& lines) {
    lines.push_back(fmt::format(
        "status {}{}", name_of(certificate.status),
        is_in_scope(certificate) ? "" : ": checks of the registry neither judge nor count it"));
    if (!certificate.unknown.contains(fleet::Gap::creation_date))
        lines.push_back(fmt::format("registered {}, {} the start of the audit",
                                    fleet::format_time(certificate.creation_date),
                                    distance(evidence.task_start, certificate.creation_date)));
    tell_validity(evidence, certificate.not_before, certificate.not_after, lines);
    std::vector<std::string> things;
    for (const auto thing : certificate.things)
        things.push_back(evidence.inventory.things[thing].name);
    lines.push_back(things.empty() ? "attached to no thing"
                                   : "attached to " + fleet::join(things, ", "));
    if (reads(check, "iot:DescribeCACertificate")) tell_revocation(evidence, certificate, lines);
}

void tell_registry(const AuditCheck& check, const Evidence& evidence, std::string_view resource,
                   Lines& lines) {
    const auto& inventory = evidence.inventory;
    const auto certificate =
        std::ranges::find(inventory.certificates, resource, &fleet::Certificate::id_hex);
    if (certificate != inventory.certificates.end())
        tell_certificate(check, evidence, *certificate, lines);
    const auto authority =
        std::ranges::find(inventory.ca_certificates, resource, &fleet::CaCertificate::id_hex);
    if (authority == inventory.ca_certificates.end()) return;
    lines.push_back(fmt::format("status {}", name_of(authority->status)));
    tell_validity(evidence, authority->not_before, authority->not_after, lines);
}

std::string connection_line(const Evidence& evidence, const fleet::ConnectionInterval& interval) {
    const auto& names = evidence.dictionary;
    auto line = fmt::format("{} was connected from {}", names.clients.text(interval.client_id),
                            fleet::format_time(interval.connected));
    line += interval.disconnected ? " to " + fleet::format_time(*interval.disconnected) : " on";
    if (interval.certificate_id != fleet::no_name)
        line += fmt::format(" with certificate {}",
                            names.certificates.text(interval.certificate_id).substr(0, 12));
    return line + (interval.is_displaced ? ", until its client id connected again" : "");
}

void tell_connections(const AuditCheck& check, const Evidence& evidence, std::string_view resource,
                      Lines& lines) {
    const auto window_end = evidence.check_time - check.history_lag;
    lines.push_back(fmt::format("connections from {} to {}",
                                fleet::format_time(evidence.window_begin),
                                fleet::format_time(window_end)));
    const auto client = evidence.dictionary.clients.find(resource);
    const auto certificate = evidence.dictionary.certificates.find(resource);
    std::size_t count = 0;
    for (const auto& interval : evidence.history.intervals()) {
        const bool is_of_client = client != fleet::no_name && interval.client_id == client;
        const bool is_with_certificate =
            certificate != fleet::no_name && interval.certificate_id == certificate;
        if (!is_of_client && !is_with_certificate) continue;
        if (interval.connected >= window_end) continue;
        if (interval.disconnected && *interval.disconnected < evidence.window_begin) continue;
        if (++count <= connections_told_max) lines.push_back(connection_line(evidence, interval));
    }
    if (count == 0) lines.emplace_back("there were none of it");
    if (count > connections_told_max)
        lines.push_back(fmt::format("and {} more", count - connections_told_max));
}

/// Somebody who connected, or a thing that might have.
bool is_client(const Evidence& evidence, std::string_view resource) {
    const auto& things = evidence.inventory.things;
    return evidence.dictionary.clients.find(resource) != fleet::no_name ||
           std::ranges::find(things, resource, &fleet::Thing::name) != things.end();
}

void tell_policy(const Evidence& evidence, std::string_view resource, Lines& lines) {
    const auto& policies = evidence.inventory.policies;
    const auto policy = std::ranges::find(policies, resource, &fleet::Policy::name);
    if (policy == policies.end()) return;
    const auto& version = policy->versions[policy->default_version];
    lines.push_back(fmt::format("version {} is the default", version.id));
    tell_statements(version.document, lines);
}

}  // namespace

std::vector<std::string> resources_meant(const AuditCheck& check, const fleet::Inventory& inventory,
                                         std::string_view given) {
    std::vector<std::string> meant;
    if (check.identifier_key == "deviceCertificateId") {
        const auto thing = std::ranges::find(inventory.things, given, &fleet::Thing::name);
        if (thing != inventory.things.end()) {
            for (const auto certificate : thing->certificates)
                meant.push_back(inventory.certificates[certificate].id_hex());
        }
    }
    if (meant.empty()) meant.emplace_back(given);
    return meant;
}

std::vector<std::string> explanation_of(const AuditCheck& check, const Evidence& evidence,
                                        std::string_view resource) {
    if (check.explain != nullptr) return check.explain(evidence, resource);
    Lines lines;
    tell_registry(check, evidence, resource, lines);
    tell_policy(evidence, resource, lines);
    const bool is_of_connections = check.reads.empty();
    if (lines.empty() && !(is_of_connections && is_client(evidence, resource))) return {};
    if (!check.threshold_name.empty())
        lines.insert(lines.begin(), number_line(check.threshold_name, evidence.threshold_days));
    if (is_of_connections) tell_connections(check, evidence, resource, lines);
    return lines;
}

bool is_among(const std::vector<NonCompliance>& found, std::string_view resource) {
    return std::ranges::any_of(found, [&](const auto& one) {
        return std::ranges::any_of(one.resource.identifier,
                                   [&](const auto& member) { return member.second == resource; });
    });
}

}  // namespace engine
