// Lists the security profiles that are attached to a target; on request also to the groups above
// it.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/operations/profile_request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

/// The target, and with `recursive` the groups it lies in, the nearest first.
std::vector<std::string> targets_of(const fleet::Inventory& inventory, const std::string& target,
                                    bool is_recursive) {
    constexpr std::string_view prefix = "thinggroup/";
    std::vector<std::string> targets{target};
    if (!is_recursive || !target.starts_with(prefix)) return targets;
    auto group =
        std::ranges::find(inventory.groups, target.substr(prefix.size()), &fleet::ThingGroup::name);
    while (group != inventory.groups.end() && group->parent != fleet::no_index) {
        group = inventory.groups.begin() + group->parent;
        targets.push_back(std::string(prefix) + group->name);
    }
    return targets;
}

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused = refuse_malformed(
            request, {target_arn, {"recursive", MemberType::boolean}, max_results, next_token}))
        return *refused;
    const auto target = target_in(context, request);
    if (!target)
        return invalid_request("securityProfileTargetArn names no target of this account.");
    std::vector<std::pair<const StoredProfile*, std::string>> mappings;
    for (const auto& one :
         targets_of(context.inventory, *target, is_wanted(request, "recursive"))) {
        for (const auto& [name, stored] : context.account.profiles)
            if (std::ranges::find(stored.targets, one) != stored.targets.end())
                mappings.emplace_back(&stored, one);
    }
    return list_page(request, "securityProfileTargetMappings", mappings.size(), [&](std::size_t i) {
        Json mapping;
        mapping["securityProfileIdentifier"] = identifier_of(context.inventory, *mappings[i].first);
        mapping["target"]["arn"] = context.inventory.arn(mappings[i].second);
        return mapping;
    });
}

}  // namespace

extern const Operation list_security_profiles_for_target{.name = "ListSecurityProfilesForTarget",
                                                         .perform = perform};

}  // namespace engine::operations_table
