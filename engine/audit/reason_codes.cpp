#include "engine/audit/reason_codes.hpp"

#include <algorithm>
#include <array>

namespace engine {
namespace {

using Codes = std::span<const std::string_view>;

constexpr std::array<std::string_view, 2> expiration{"CERTIFICATE_APPROACHING_EXPIRATION",
                                                     "CERTIFICATE_PAST_EXPIRATION"};
constexpr std::array<std::string_view, 2> key_quality{
    "CERTIFICATE_KEY_VULNERABILITY_CVE-2008-0166", "CERTIFICATE_KEY_VULNERABILITY_CVE-2017-15361"};
constexpr std::array<std::string_view, 1> client_ids{"DUPLICATE_CLIENT_ID_ACROSS_CONNECTIONS"};
constexpr std::array<std::string_view, 1> age{"CERTIFICATE_PAST_AGE_THRESHOLD"};
constexpr std::array<std::string_view, 1> shared{"CERTIFICATE_SHARED_BY_MULTIPLE_DEVICES"};
constexpr std::array<std::string_view, 1> intermediate{"INTERMEDIATE_CA_REVOKED_BY_ISSUER"};
constexpr std::array<std::string_view, 1> revoked{"CERTIFICATE_REVOKED_BY_ISSUER"};
constexpr std::array<std::string_view, 1> logging{"LOGGING_DISABLED"};
constexpr std::array<std::string_view, 1> broad_policy{
    "ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS"};
constexpr std::array<std::string_view, 2> misconfiguration{
    "POLICY_CONTAINS_MQTT_WILDCARDS_IN_DENY_STATEMENT",
    "TOPIC_FILTERS_INTENDED_TO_DENY_ALLOWED_USING_WILDCARDS"};
constexpr std::array<std::string_view, 1> unused{"ALLOWS_ACCESS_TO_UNUSED_SERVICES"};
constexpr std::array<std::string_view, 6> broad_alias{
    "ALLOWS_BROAD_ACCESS_TO_USED_SERVICES",
    "ALLOWS_ACCESS_TO_SECURITY_AUDITING_SERVICES",
    "ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS",
    "ALLOWS_BROAD_ACCESS_TO_IOT_THING_ADMIN_READ_ACTIONS",
    "ALLOWS_ACCESS_TO_IOT_THING_ADMIN_WRITE_ACTIONS",
    "ALLOWS_ACCESS_TO_IOT_NON_THING_ADMIN_ACTIONS"};
constexpr std::array<std::string_view, 2> unauthenticated{
    "ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS", "ALLOWS_ACCESS_TO_IOT_ADMIN_ACTIONS"};
constexpr std::array<std::string_view, 4> authenticated{
    "ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS",
    "ALLOWS_BROAD_ACCESS_TO_IOT_THING_ADMIN_READ_ACTIONS",
    "ALLOWS_ACCESS_TO_IOT_THING_ADMIN_WRITE_ACTIONS",
    "ALLOWS_ACCESS_TO_IOT_NON_THING_ADMIN_ACTIONS"};

struct Row {
    std::string_view check;
    Codes codes;
};
constexpr std::array<Row, 17> table{{
    {"AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK", authenticated},
    {"CA_CERTIFICATE_EXPIRING_CHECK", expiration},
    {"CA_CERTIFICATE_KEY_QUALITY_CHECK", key_quality},
    {"CONFLICTING_CLIENT_IDS_CHECK", client_ids},
    {"DEVICE_CERTIFICATE_AGE_CHECK", age},
    {"DEVICE_CERTIFICATE_EXPIRING_CHECK", expiration},
    {"DEVICE_CERTIFICATE_KEY_QUALITY_CHECK", key_quality},
    {"DEVICE_CERTIFICATE_SHARED_CHECK", shared},
    {"INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK", intermediate},
    {"IOT_POLICY_OVERLY_PERMISSIVE_CHECK", broad_policy},
    {"IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK", misconfiguration},
    {"IOT_ROLE_ALIAS_ALLOWS_ACCESS_TO_UNUSED_SERVICES_CHECK", unused},
    {"IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK", broad_alias},
    {"LOGGING_DISABLED_CHECK", logging},
    {"REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK", revoked},
    {"REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK", revoked},
    {"UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK", unauthenticated},
}};

}  // namespace

Codes reason_codes_of(std::string_view check_name) {
    const auto found = std::ranges::find(table, check_name, &Row::check);
    return found == table.end() ? Codes{} : found->codes;
}

}  // namespace engine
