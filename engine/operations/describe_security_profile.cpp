// Tells a security profile as it stands.
#include <nlohmann/json.hpp>

#include "engine/operations/profile_request.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused = refuse_malformed(request, {profile_name})) return *refused;
    const auto* stored = profile_named_in(context, request);
    if (stored == nullptr) return resource_not_found("No such security profile.");
    return succeeded(description_of(context.inventory, *stored));
}

}  // namespace

extern const Operation describe_security_profile{.name = "DescribeSecurityProfile",
                                                 .perform = perform};

}  // namespace engine::operations_table
