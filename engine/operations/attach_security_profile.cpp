// Puts a security profile in force for a target.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/operations/profile_request.hpp"

namespace engine::operations_table {
namespace {

constexpr std::ptrdiff_t profiles_per_target_max = 5;

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused = refuse_malformed(request, {profile_name, target_arn})) return *refused;
    auto* stored = profile_named_in(context, request);
    if (stored == nullptr) return resource_not_found("No such security profile.");
    const auto target = target_in(context, request);
    if (!target)
        return invalid_request("securityProfileTargetArn names no target of this account.");
    if (std::ranges::find(stored->targets, *target) != stored->targets.end())
        return succeeded(fleet::Json::object());
    const auto attached = std::ranges::count_if(context.account.profiles, [&](const auto& entry) {
        return std::ranges::find(entry.second.targets, *target) != entry.second.targets.end();
    });
    if (attached >= profiles_per_target_max)
        return limit_exceeded("Five security profiles are attached to this target already.");
    stored->targets.push_back(*target);
    enforce(context, *stored);
    return succeeded(fleet::Json::object());
}

}  // namespace

extern const Operation attach_security_profile{
    .name = "AttachSecurityProfile", .perform = perform, .alters_world = true};

}  // namespace engine::operations_table
