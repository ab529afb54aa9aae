// Keeps a security profile; it judges nothing until it is attached.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/operations/request.hpp"
#include "fleet/base/text.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

std::string text_of_problems(const fleet::Problems& problems) {
    std::vector<std::string> messages;
    for (const auto& problem : problems.all())
        messages.push_back(problem.path.empty() ? problem.message
                                                : problem.path + ": " + problem.message);
    return fleet::join(messages, " ");
}

OperationResult perform(OperationContext& context, const Json& request) {
    if (!request.is_object()) return invalid_request("The request must be an object.");
    if (request.contains("behaviors")) {
        if (const auto errors = validate_behaviors(request["behaviors"]); !errors.empty())
            return invalid_request(fleet::join(errors, " "));
    }
    const auto source = fleet::parse_json(fleet::to_line(request), "CreateSecurityProfile");
    fleet::Problems problems;
    auto profile = read_profile(source.root(), source, {}, problems, &context.account.definitions);
    if (!profile || !problems.empty()) return invalid_request(text_of_problems(problems));
    if (context.account.profiles.contains(profile->name))
        return already_exists(fmt::format("Security profile {} exists already.", profile->name));
    Json response;
    response["securityProfileName"] = profile->name;
    response["securityProfileArn"] = context.inventory.arn("securityprofile/" + profile->name);
    add_profile(context.account, std::move(*profile));
    return succeeded(response);
}

}  // namespace

extern const Operation create_security_profile{
    .name = "CreateSecurityProfile", .perform = perform, .alters_world = true};

}  // namespace engine::operations_table
