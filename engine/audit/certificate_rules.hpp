// The rules that device and CA certificates share; a check brings its certificates and its
// threshold. Each takes the certificates of one kind, counts those in scope and states what it
// finds, in the order of the registry.
#pragma once

#include <fmt/format.h>

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/audit/certificate_scope.hpp"
#include "engine/audit/check_result.hpp"
#include "engine/audit/evidence.hpp"

namespace engine {

/// What a rule asks of a certificate, as a gap in what is known, and in words.
struct Asked {
    fleet::Gap gap;
    std::string_view what;
};
inline constexpr Asked asked_content{fleet::Gap::content, "what stands in them"};
inline constexpr Asked asked_creation_date{fleet::Gap::creation_date, "when they were registered"};

/// Counts what could not be judged, and says why.
inline void tell_unjudged(CheckResult& result, std::uint64_t unjudged, std::string_view what) {
    if (unjudged == 0) return;
    result.unjudged += unjudged;
    if (!result.message.empty()) result.message += ' ';
    result.message += fmt::format("{} of {} certificates could not be judged: nothing tells {}.",
                                  unjudged, result.resources, what);
}

/// Runs `judge(certificate, report)` on every certificate in scope of which is known what is asked;
/// `report(reason, code)` adds a finding about it and returns its resource.
template <class AnyCertificate, class Judge>
CheckResult judge_certificates(std::span<const AnyCertificate> certificates, const Asked& asked,
                               Judge judge) {
    CheckResult result;
    std::uint64_t unjudged = 0;
    for (const auto& certificate : certificates) {
        if (!is_in_scope(certificate)) continue;
        ++result.resources;
        if (certificate.unknown.contains(asked.gap)) {
            ++unjudged;
            continue;
        }
        judge(certificate, [&](std::string_view reason, std::string_view code) -> Resource& {
            result.found.push_back({.resource = resource_of(certificate),
                                    .related = {},
                                    .reason = std::string(reason),
                                    .reason_code = std::string(code)});
            return result.found.back().resource;
        });
    }
    tell_unjudged(result, unjudged, asked.what);
    return result;
}

/// Past or approaching expiry, the threshold itself included (docs/audit-semantics §3.1, §3.20).
template <class AnyCertificate>
CheckResult judge_expiry(std::span<const AnyCertificate> certificates, fleet::Time now,
                         std::chrono::days threshold) {
    return judge_certificates(
        certificates, asked_content, [&](const auto& certificate, const auto& report) {
            const auto left = certificate.not_after - now;
            if (left > threshold) return;
            auto& resource =
                left <= fleet::Duration::zero()
                    ? report("Certificate is past its expiration.", "CERTIFICATE_PAST_EXPIRATION")
                    : report("Certificate is approaching its expiration.",
                             "CERTIFICATE_APPROACHING_EXPIRATION");
            resource.additional_info = {{"EXPIRATION_TIME", info_time(certificate.not_after)}};
        });
}

/// The two vulnerabilities of RSA keys that an audit knows; a key may have both
/// (docs/audit-semantics §3.22).
template <class AnyCertificate>
CheckResult judge_key_quality(std::span<const AnyCertificate> certificates, fleet::Parts unknown) {
    bool is_partial = false;
    auto result = judge_certificates(
        certificates, asked_content, [&](const auto& certificate, const auto& report) {
            is_partial = is_partial || (certificate.key.algorithm == fleet::KeyAlgorithm::rsa &&
                                        unknown.contains(fleet::Part::debian_weak_keys));
            if (certificate.key.is_debian_weak)
                report("Certificate key is predictable: it comes from a broken random generator.",
                       "CERTIFICATE_KEY_VULNERABILITY_CVE-2008-0166");
            if (certificate.key.is_roca)
                report("Certificate key can be factored: it comes from a broken key generator.",
                       "CERTIFICATE_KEY_VULNERABILITY_CVE-2017-15361");
        });
    if (is_partial) {
        if (!result.message.empty()) result.message += ' ';
        result.message +=
            "RSA keys were compared with synthetic weak keys only: no list of Debian's was given.";
    }
    return result;
}

/// What judge_key_quality looked at in one certificate.
template <class AnyCertificate>
std::vector<std::string> explain_key(std::span<const AnyCertificate> certificates,
                                     std::string_view id) {
    for (const auto& certificate : certificates) {
        if (certificate.id_hex() != id) continue;
        const auto& key = certificate.key;
        std::vector<std::string> lines{fmt::format("status {}", name_of(certificate.status))};
        if (certificate.unknown.contains(fleet::Gap::content) ||
            key.algorithm == fleet::KeyAlgorithm::unknown)
            lines.emplace_back("nothing tells what key it has");
        else if (key.algorithm != fleet::KeyAlgorithm::rsa)
            lines.push_back(fmt::format("key {} {}: only RSA keys are tested",
                                        name_of(key.algorithm), name_of(key.curve)));
        else
            lines.push_back(fmt::format(
                "key RSA of {} bits: {} a list of Debian's weak keys, {} as ROCA's keys are",
                key.bits, key.is_debian_weak ? "on" : "not on", key.is_roca ? "made" : "not made"));
        return lines;
    }
    return {};
}

}  // namespace engine
