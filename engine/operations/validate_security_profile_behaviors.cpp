// Says what is wrong with behaviours, and keeps none of them.
#include <nlohmann/json.hpp>

#include "engine/operations/request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused =
            refuse_malformed(request, {{"behaviors", MemberType::objects, Need::required}}))
        return *refused;
    auto errors = Json::array();
    for (const auto& error :
         validate_behaviors(request["behaviors"], &context.account.definitions)) {
        Json one;
        one["errorMessage"] = error;
        errors.push_back(std::move(one));
    }
    Json response;
    response["valid"] = errors.empty();
    response["validationErrors"] = std::move(errors);
    return succeeded(response);
}

}  // namespace

extern const Operation validate_security_profile_behaviors{
    .name = "ValidateSecurityProfileBehaviors", .perform = perform};

}  // namespace engine::operations_table
