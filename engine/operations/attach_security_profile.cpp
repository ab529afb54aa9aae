// Puts a security profile in force for a target.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/operations/request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

constexpr std::ptrdiff_t profiles_per_target_max = 5;

bool is_target(const fleet::Inventory& inventory, std::string_view tail) {
    if (tail == "all/things" || tail == "all/registered-things" ||
        tail == "all/unregistered-things")
        return true;
    constexpr std::string_view group = "thinggroup/";
    return tail.starts_with(group) &&
           std::ranges::find(inventory.groups, tail.substr(group.size()),
                             &fleet::ThingGroup::name) != inventory.groups.end();
}

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused = refuse_malformed(
            request, {{"securityProfileName", MemberType::text, Need::required},
                      {"securityProfileTargetArn", MemberType::text, Need::required}}))
        return *refused;
    auto& profiles = context.account.profiles;
    const auto found = profiles.find(text_of(request, "securityProfileName"));
    if (found == profiles.end()) return resource_not_found("No such security profile.");
    const auto arn = text_of(request, "securityProfileTargetArn");
    const auto prefix = context.inventory.arn("");
    const auto tail = arn.starts_with(prefix) ? arn.substr(prefix.size()) : std::string{};
    if (!is_target(context.inventory, tail))
        return invalid_request("securityProfileTargetArn names no target of this account.");
    auto& stored = found->second;
    if (std::ranges::find(stored.targets, tail) != stored.targets.end())
        return succeeded(Json::object());
    const auto attached = std::ranges::count_if(profiles, [&](const auto& entry) {
        return std::ranges::find(entry.second.targets, tail) != entry.second.targets.end();
    });
    if (attached >= profiles_per_target_max)
        return limit_exceeded("Five security profiles are attached to this target already.");
    stored.targets.push_back(tail);
    context.detect.attach(stored.profile, stored.targets, context.now);
    return succeeded(Json::object());
}

}  // namespace

extern const Operation attach_security_profile{
    .name = "AttachSecurityProfile", .perform = perform, .alters_world = true};

}  // namespace engine::operations_table
