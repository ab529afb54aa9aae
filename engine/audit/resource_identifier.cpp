#include "engine/audit/resource_identifier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "fleet/base/text.hpp"

namespace engine {
namespace {

using fleet::Json;

/// A member of the identifier, flattened: which texts it may hold, and the object it stands in.
struct Member {
    std::string_view name;
    std::string_view parent;  // empty: it stands alone
    std::size_t length_min = 1;
    std::size_t length_max = 2048;
    bool (*is_character)(char) = nullptr;  // nullptr: any
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_hex_or_colon(char c) { return is_hex(c) || c == ':'; }
bool is_policy_name(char c) {
    return is_digit(c) || is_letter(c) || std::string_view("_+=,.@-").find(c) != std::string::npos;
}

constexpr std::string_view policy = "policyVersionIdentifier",
                           issuer = "issuerCertificateIdentifier";
/// Serial numbers of twenty bytes have forty digits, with colons fifty-nine: more than the API's
/// model would let in.
constexpr std::array<Member, 13> members{{
    {"deviceCertificateId", "", 64, 64, is_hex},
    {"caCertificateId", "", 64, 64, is_hex},
    {"cognitoIdentityPoolId", "", 1, 2048, nullptr},
    {"clientId", "", 1, 2048, nullptr},
    {"account", "", 12, 12, is_digit},
    {"iamRoleArn", "", 20, 2048, nullptr},
    {"roleAliasArn", "", 1, 2048, nullptr},
    {"deviceCertificateArn", "", 1, 2048, nullptr},
    {"policyName", policy, 1, 128, is_policy_name},
    {"policyVersionId", policy, 1, 20, is_digit},
    {"issuerCertificateSubject", issuer, 1, 1000, nullptr},
    {"issuerId", issuer, 1, 64, is_hex},
    {"issuerCertificateSerialNumber", issuer, 1, 64, is_hex_or_colon},
}};

const Member* member_of(std::string_view name, std::string_view parent) {
    const auto found = std::ranges::find_if(
        members, [&](const Member& one) { return one.name == name && one.parent == parent; });
    return found == members.end() ? nullptr : &*found;
}

bool is_form_of(const Member& member, std::string_view text) {
    return text.size() >= member.length_min && text.size() <= member.length_max &&
           (member.is_character == nullptr || std::ranges::all_of(text, member.is_character));
}

/// Ids of certificates are compared in small letters.
std::string canonical(const Member& member, std::string text) {
    if (member.is_character != is_hex) return text;
    for (auto& c : text) {
        if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

void read(const Json& given, std::string_view parent, ResourceIdentifier& identifier,
          std::string& problem) {
    for (const auto& [name, value] : given.items()) {
        if (parent.empty() && (name == policy || name == issuer) && value.is_object()) {
            read(value, name, identifier, problem);
            continue;
        }
        const auto* member = member_of(name, parent);
        if (member == nullptr) {
            problem = fmt::format("A resource is not identified by {}.", name);
        } else if (!value.is_string() || !is_form_of(*member, value.get<std::string>())) {
            problem = fmt::format("{} of the resource identifier is not of its form: {}.", name,
                                  fleet::excerpt(value));
        } else {
            identifier.emplace_back(name, canonical(*member, value.get<std::string>()));
        }
    }
}

}  // namespace

ResourceIdentifier read_resource_identifier(const Json& given, std::string& problem) {
    ResourceIdentifier identifier;
    problem.clear();
    if (!given.is_object())
        problem = "A resource identifier is an object.";
    else
        read(given, {}, identifier, problem);
    if (problem.empty() && identifier.empty())
        problem = "The resource identifier identifies nothing.";
    return identifier;
}

bool names(const ResourceIdentifier& given, const Resource& resource) {
    return !given.empty() && std::ranges::all_of(given, [&](const auto& member) {
        return std::ranges::find(resource.identifier, member) != resource.identifier.end();
    });
}

Json identifier_json(const ResourceIdentifier& identifier) {
    auto json = Json::object();
    for (const auto& [name, value] : identifier) {
        std::string_view parent;
        for (const auto& member : members) {
            if (member.name == name) parent = member.parent;
        }
        if (parent.empty())
            json[name] = value;
        else
            json[std::string(parent)][name] = value;
    }
    return json;
}

}  // namespace engine
