// Takes a security profile off a target. Alarms on things that no other target of it covers end
// with the current slot. (docs/detect-semantics §7.7)
#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/operations/profile_request.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused = refuse_malformed(request, {profile_name, target_arn})) return *refused;
    auto* stored = profile_named_in(context, request);
    if (stored == nullptr) return resource_not_found("No such security profile.");
    const auto target = target_in(context, request);
    if (!target)
        return invalid_request("securityProfileTargetArn names no target of this account.");
    if (std::erase(stored->targets, *target) > 0) enforce(context, *stored);
    return succeeded(fleet::Json::object());
}

}  // namespace

extern const Operation detach_security_profile{
    .name = "DetachSecurityProfile", .perform = perform, .alters_world = true};

}  // namespace engine::operations_table
