// Changes a security profile; what the request leaves out stays. Where it is attached it judges by
// the new version from the current slot on. (docs/detect-semantics §7.5)
#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "engine/operations/profile_request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

/// A switch that empties members of a profile, and stands beside none of them.
struct Eraser {
    const char* name;
    std::array<const char*, 2> members;
};
constexpr std::array erasers{
    Eraser{"deleteBehaviors", {"behaviors", "behaviors"}},
    Eraser{"deleteAlertTargets", {"alertTargets", "alertTargets"}},
    Eraser{"deleteAdditionalMetricsToRetain",
           {"additionalMetricsToRetain", "additionalMetricsToRetainV2"}},
    Eraser{"deleteMetricsExportConfig", {"metricsExportConfig", "metricsExportConfig"}},
};

std::optional<OperationResult> refuse_contradiction(const Json& request) {
    for (const auto& eraser : erasers) {
        for (const auto* member : eraser.members)
            if (is_wanted(request, eraser.name) && request.contains(member))
                return invalid_request(
                    fmt::format("{} cannot stand beside {}.", eraser.name, member));
    }
    return std::nullopt;
}

/// The profile as CreateSecurityProfile would have been asked for it.
Json merged(const Json& stored, const Json& request) {
    auto changed = stored;
    for (const auto& eraser : erasers) {
        if (!is_wanted(request, eraser.name)) continue;
        for (const auto* member : eraser.members) changed.erase(member);
    }
    for (const auto* member :
         {"securityProfileDescription", "behaviors", "alertTargets", "additionalMetricsToRetain",
          "additionalMetricsToRetainV2", "metricsExportConfig"})
        if (request.contains(member)) changed[member] = request[member];
    return changed;
}

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused =
            refuse_malformed(request, {profile_name,
                                       {"securityProfileDescription", MemberType::text},
                                       {"behaviors", MemberType::objects},
                                       {"alertTargets", MemberType::object},
                                       {"additionalMetricsToRetain", MemberType::texts},
                                       {"additionalMetricsToRetainV2", MemberType::objects},
                                       {"metricsExportConfig", MemberType::object},
                                       {"deleteBehaviors", MemberType::boolean},
                                       {"deleteAlertTargets", MemberType::boolean},
                                       {"deleteAdditionalMetricsToRetain", MemberType::boolean},
                                       {"deleteMetricsExportConfig", MemberType::boolean},
                                       expected_version}))
        return *refused;
    if (const auto refused = refuse_contradiction(request)) return *refused;
    auto* stored = profile_named_in(context, request);
    if (stored == nullptr) return resource_not_found("No such security profile.");
    if (const auto refused = refuse_version(request, *stored)) return *refused;
    OperationResult refusal;
    auto profile =
        read_profile_request(context.account, merged(Json::parse(stored->profile.json), request),
                             "UpdateSecurityProfile", refusal);
    if (!profile) return refusal;
    change_profile(context.account, *stored, std::move(*profile), context.now);
    if (!stored->targets.empty()) enforce(context, *stored);
    return succeeded(description_of(context.inventory, *stored));
}

}  // namespace

extern const Operation update_security_profile{
    .name = "UpdateSecurityProfile", .perform = perform, .alters_world = true};

}  // namespace engine::operations_table
