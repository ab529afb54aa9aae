#include "engine/operations/profile_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fleet/base/text.hpp"

namespace engine {
namespace {

using fleet::Json;

std::string text_of_problems(const fleet::Problems& problems) {
    std::vector<std::string> messages;
    for (const auto& problem : problems.all())
        messages.push_back(problem.path.empty() ? problem.message
                                                : problem.path + ": " + problem.message);
    return fleet::join(messages, " ");
}

bool is_target(const fleet::Inventory& inventory, std::string_view tail) {
    if (tail == "all/things" || tail == "all/registered-things" ||
        tail == "all/unregistered-things")
        return true;
    constexpr std::string_view group = "thinggroup/";
    return tail.starts_with(group) &&
           std::ranges::find(inventory.groups, tail.substr(group.size()),
                             &fleet::ThingGroup::name) != inventory.groups.end();
}

}  // namespace

std::optional<SecurityProfile> read_profile_request(const AccountState& account,
                                                    const Json& request, std::string_view operation,
                                                    OperationResult& refusal) {
    if (!request.is_object()) {
        refusal = invalid_request("The request must be an object.");
        return std::nullopt;
    }
    if (request.contains("behaviors")) {
        if (const auto errors = validate_behaviors(request["behaviors"]); !errors.empty()) {
            refusal = invalid_request(fleet::join(errors, " "));
            return std::nullopt;
        }
    }
    const auto source = fleet::parse_json(fleet::to_line(request), std::string(operation));
    fleet::Problems problems;
    auto profile = read_profile(source.root(), source, {}, problems, &account.definitions);
    if (profile && problems.empty()) return profile;
    refusal = invalid_request(text_of_problems(problems));
    return std::nullopt;
}

StoredProfile* profile_named_in(OperationContext& context, const Json& request) {
    const auto found = context.account.profiles.find(text_of(request, "securityProfileName"));
    return found == context.account.profiles.end() ? nullptr : &found->second;
}

std::optional<OperationResult> refuse_version(const Json& request, const StoredProfile& profile) {
    if (!request.contains("expectedVersion") || request["expectedVersion"] == profile.version)
        return std::nullopt;
    return version_conflict(fmt::format("Security profile {} is at version {}.",
                                        profile.profile.name, profile.version));
}

Json identifier_of(const fleet::Inventory& inventory, const StoredProfile& profile) {
    Json identifier;
    identifier["name"] = profile.profile.name;
    identifier["arn"] = inventory.arn("securityprofile/" + profile.profile.name);
    return identifier;
}

Json description_of(const fleet::Inventory& inventory, const StoredProfile& profile) {
    const auto request = Json::parse(profile.profile.json);
    Json description;
    description["securityProfileName"] = profile.profile.name;
    description["securityProfileArn"] = identifier_of(inventory, profile)["arn"];
    for (const auto* key :
         {"securityProfileDescription", "behaviors", "alertTargets", "additionalMetricsToRetain",
          "additionalMetricsToRetainV2", "metricsExportConfig"})
        if (request.contains(key)) description[key] = request[key];
    description["version"] = profile.version;
    description["creationDate"] = fleet::aws_time(profile.created);
    description["lastModifiedDate"] = fleet::aws_time(profile.modified);
    return description;
}

std::optional<std::string> target_in(const OperationContext& context, const Json& request) {
    const auto arn = text_of(request, "securityProfileTargetArn");
    const auto prefix = context.inventory.arn("");
    auto tail = arn.starts_with(prefix) ? arn.substr(prefix.size()) : std::string{};
    if (!is_target(context.inventory, tail)) return std::nullopt;
    return tail;
}

void enforce(OperationContext& context, const StoredProfile& profile) {
    context.detect.attach(profile.profile, profile.targets, context.now);
}

}  // namespace engine
