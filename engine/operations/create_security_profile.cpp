// Keeps a security profile; it judges nothing until it is attached.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/operations/profile_request.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    OperationResult refusal;
    auto profile = read_profile_request(context.account, request, "CreateSecurityProfile", refusal);
    if (!profile) return refusal;
    if (context.account.profiles.contains(profile->name))
        return already_exists(fmt::format("Security profile {} exists already.", profile->name));
    const auto& stored = add_profile(context.account, std::move(*profile), context.now);
    fleet::Json response;
    response["securityProfileName"] = stored.profile.name;
    response["securityProfileArn"] = identifier_of(context.inventory, stored)["arn"];
    return succeeded(response);
}

}  // namespace

extern const Operation create_security_profile{
    .name = "CreateSecurityProfile", .perform = perform, .alters_world = true};

}  // namespace engine::operations_table
