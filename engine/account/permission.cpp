#include "engine/account/permission.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "fleet/base/json.hpp"
#include "fleet/base/text.hpp"
#include "fleet/policy.hpp"

namespace engine {
namespace {

/// Does a member that is a text or a list of texts hold something that matches?
template <class Matches>
bool any_text(const fleet::Json& object, const char* member, Matches matches) {
    const auto found = object.find(member);
    if (found == object.end()) return false;
    const auto is_match = [&](const fleet::Json& value) {
        return value.is_string() && matches(value.get<std::string>());
    };
    if (!found->is_array()) return is_match(*found);
    return std::ranges::any_of(*found, is_match);
}

bool names_the_service(const fleet::Json& statement) {
    const auto principal = statement.find("Principal");
    return principal != statement.end() && principal->is_object() &&
           any_text(*principal, "Service",
                    [](const std::string& name) { return name == "iot.amazonaws.com"; });
}

/// Trust documents have principals and no resources, so they are no policies for parse_policy.
bool trusts_the_service(const fleet::Role& role) {
    const auto document = fleet::parse_json(role.trust_document, "trust of role " + role.name);
    const auto& root = document.root();
    if (!root.is_object() || !root.contains("Statement")) return false;
    const auto& listed = root["Statement"];
    bool is_allowed = false;
    for (const auto& statement : listed.is_array() ? listed : fleet::Json::array({listed})) {
        if (!statement.is_object() || !names_the_service(statement)) continue;
        const bool assumes = any_text(statement, "Action", [](const std::string& action) {
            return fleet::glob_match(action, "sts:AssumeRole");
        });
        if (!assumes) continue;
        if (statement.value("Effect", "") == "Deny") return false;
        is_allowed = is_allowed || statement.value("Effect", "") == "Allow";
    }
    return is_allowed;
}

bool allows(const fleet::Inventory& inventory, const fleet::Role& role, std::string_view action,
            std::string_view resource) {
    std::vector<fleet::PolicyDocument> documents;
    for (const auto text : inventory.documents_of(role))
        documents.push_back(fleet::parse_role_policy_text(text, "role " + role.name));
    std::vector<const fleet::PolicyDocument*> pointers;
    for (const auto& document : documents) pointers.push_back(&document);
    const fleet::PolicyRequest request{.action = action, .resource = resource};
    return fleet::evaluate(pointers, {}, request).decision == fleet::Decision::allowed;
}

}  // namespace

std::string why_not_permitted(const fleet::Inventory& inventory, std::string_view role_arn,
                              std::string_view action, std::string_view resource) {
    const auto* role = inventory.role_of(role_arn);
    if (role == nullptr) return fmt::format("role {} does not exist", role_arn);
    if (!trusts_the_service(*role))
        return fmt::format("role {} does not trust iot.amazonaws.com", role_arn);
    if (!allows(inventory, *role, action, resource))
        return fmt::format("role {} does not allow {} on {}", role_arn, action, resource);
    return {};
}

std::string why_not_permitted(const fleet::Inventory& inventory, std::string_view role_arn,
                              std::span<const std::string_view> actions) {
    for (const auto action : actions) {
        if (auto why = why_not_permitted(inventory, role_arn, action, "*"); !why.empty())
            return why;
    }
    return {};
}

}  // namespace engine
