#include "engine/audit/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/audit/reason_codes.hpp"
#include "fleet/base/error.hpp"

namespace engine {
namespace checks {
extern const AuditCheck authenticated_cognito_role_overly_permissive;
extern const AuditCheck ca_certificate_expiring;
extern const AuditCheck ca_certificate_key_quality;
extern const AuditCheck conflicting_client_ids;
extern const AuditCheck device_certificate_age;
extern const AuditCheck device_certificate_expiring;
extern const AuditCheck device_certificate_key_quality;
extern const AuditCheck device_certificate_shared;
extern const AuditCheck intermediate_ca_revoked_for_active_device_certificates;
extern const AuditCheck iot_policy_overly_permissive;
extern const AuditCheck iot_policy_potential_misconfiguration;
extern const AuditCheck iot_role_alias_allows_access_to_unused_services;
extern const AuditCheck iot_role_alias_overly_permissive;
extern const AuditCheck logging_disabled;
extern const AuditCheck revoked_ca_certificate_still_active;
extern const AuditCheck revoked_device_certificate_still_active;
extern const AuditCheck unauthenticated_cognito_role_overly_permissive;
}  // namespace checks

namespace {

constexpr std::array table{
    &checks::authenticated_cognito_role_overly_permissive,
    &checks::ca_certificate_expiring,
    &checks::ca_certificate_key_quality,
    &checks::conflicting_client_ids,
    &checks::device_certificate_age,
    &checks::device_certificate_expiring,
    &checks::device_certificate_key_quality,
    &checks::device_certificate_shared,
    &checks::intermediate_ca_revoked_for_active_device_certificates,
    &checks::iot_policy_overly_permissive,
    &checks::iot_policy_potential_misconfiguration,
    &checks::iot_role_alias_allows_access_to_unused_services,
    &checks::iot_role_alias_overly_permissive,
    &checks::logging_disabled,
    &checks::revoked_ca_certificate_still_active,
    &checks::revoked_device_certificate_still_active,
    &checks::unauthenticated_cognito_role_overly_permissive,
};

constexpr std::array<std::string_view, 17> aws_names{
    "AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK",
    "CA_CERTIFICATE_EXPIRING_CHECK",
    "CA_CERTIFICATE_KEY_QUALITY_CHECK",
    "CONFLICTING_CLIENT_IDS_CHECK",
    "DEVICE_CERTIFICATE_AGE_CHECK",
    "DEVICE_CERTIFICATE_EXPIRING_CHECK",
    "DEVICE_CERTIFICATE_KEY_QUALITY_CHECK",
    "DEVICE_CERTIFICATE_SHARED_CHECK",
    "INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK",
    "IOT_POLICY_OVERLY_PERMISSIVE_CHECK",
    "IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK",
    "IOT_ROLE_ALIAS_ALLOWS_ACCESS_TO_UNUSED_SERVICES_CHECK",
    "IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK",
    "LOGGING_DISABLED_CHECK",
    "REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK",
    "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK",
    "UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK",
};

}  // namespace

CheckResult CheckResult::no_data(fleet::Time from) {
    CheckResult result;
    result.state = State::no_data;
    result.data_from = from;
    return result;
}

CheckResult CheckResult::unknown(std::string message) {
    CheckResult result;
    result.state = State::unknown;
    result.message = std::move(message);
    return result;
}

CheckResult perform(const AuditCheck& check, const Evidence& evidence) {
    for (const auto part : check.needs) {
        if (evidence.inventory.unknown.contains(part))
            return CheckResult::unknown(fmt::format("Nothing tells {}.", fleet::name_of(part)));
    }
    auto result = check.run(evidence);
    const auto codes = reason_codes_of(check.name);
    const auto* last = static_cast<const std::string*>(nullptr);
    for (const auto& found : result.found) {
        // Mostly the same one, over and over.
        if (last != nullptr && *last == found.reason_code) continue;
        fleet::require(std::ranges::find(codes, found.reason_code) != codes.end(),
                       "a check gives the reasons that are listed");
        last = &found.reason_code;
    }
    if (result.found.empty() && result.unjudged > 0) result.state = CheckResult::State::unknown;
    return result;
}

std::span<const AuditCheck* const> audit_checks() { return table; }

std::size_t audit_check_rank(std::string_view name) {
    const auto found =
        std::ranges::find_if(table, [&](const auto* check) { return check->name == name; });
    return static_cast<std::size_t>(found - table.begin());
}

const AuditCheck* audit_check(std::string_view name) {
    const auto rank = audit_check_rank(name);
    return rank < table.size() ? table[rank] : nullptr;
}

std::span<const std::string_view> aws_check_names() { return aws_names; }

}  // namespace engine
