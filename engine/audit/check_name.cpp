#include "engine/audit/check_name.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/audit/checks.hpp"

namespace engine {
namespace {

using Spelling = std::pair<std::string_view, std::string_view>;  // old, the API's
constexpr std::array<Spelling, 8> old_spellings{{
    {"AUTHENTICATED_COGNITO_IDENTITY_UNRESTRICTED_ACCESS_CHECK",
     "AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK"},
    {"AUTHENTICATE_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK",
     "AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK"},
    {"CA_CERT_APPROACHING_EXPIRATION_CHECK", "CA_CERTIFICATE_EXPIRING_CHECK"},
    {"DEVICE_CERT_APPROACHING_EXPIRATION_CHECK", "DEVICE_CERTIFICATE_EXPIRING_CHECK"},
    {"IOT_POLICY_UNRESTRICTED_CHECK", "IOT_POLICY_OVERLY_PERMISSIVE_CHECK"},
    {"REVOKED_CA_CERT_CHECK", "REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK"},
    {"REVOKED_DEVICE_CERT_CHECK", "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK"},
    {"UNAUTHENTICATED_COGNITO_IDENTITY_UNRESTRICTED_ACCESS_CHECK",
     "UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK"},
}};

}  // namespace

std::string_view check_name_of(std::string_view given) {
    const auto& names = aws_check_names();
    if (const auto name = std::ranges::find(names, given); name != names.end()) return *name;
    const auto old = std::ranges::find(old_spellings, given, &Spelling::first);
    return old == old_spellings.end() ? std::string_view{} : old->second;
}

}  // namespace engine
