// Lists what a security profile is attached to, in order of attachment.
#include <nlohmann/json.hpp>

#include "engine/operations/profile_request.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused = refuse_malformed(request, {profile_name, max_results, next_token}))
        return *refused;
    const auto* stored = profile_named_in(context, request);
    if (stored == nullptr) return resource_not_found("No such security profile.");
    return list_page(request, "securityProfileTargets", stored->targets.size(), [&](std::size_t i) {
        fleet::Json target;
        target["arn"] = context.inventory.arn(stored->targets[i]);
        return target;
    });
}

}  // namespace

extern const Operation list_targets_for_security_profile{.name = "ListTargetsForSecurityProfile",
                                                         .perform = perform};

}  // namespace engine::operations_table
