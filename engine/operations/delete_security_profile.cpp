// Removes a security profile, attached or not. Its alarms end with the current slot, and nobody is
// notified of it. (docs/detect-semantics §7.7)
#include <nlohmann/json.hpp>

#include "engine/operations/profile_request.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused = refuse_malformed(request, {profile_name, expected_version}))
        return *refused;
    auto* stored = profile_named_in(context, request);
    // Deleting what is gone is no error.
    if (stored == nullptr) return succeeded(fleet::Json::object());
    if (const auto refused = refuse_version(request, *stored)) return *refused;
    const auto name = stored->profile.name;
    context.detect.remove(name, context.now);
    context.account.profiles.erase(name);
    return succeeded(fleet::Json::object());
}

}  // namespace

extern const Operation delete_security_profile{
    .name = "DeleteSecurityProfile", .perform = perform, .alters_world = true};

}  // namespace engine::operations_table
