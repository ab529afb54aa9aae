// Lists the security profiles, all of them or those that use a metric or a dimension.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/operations/profile_request.hpp"

namespace engine::operations_table {
namespace {

bool is_listed(const SecurityProfile& profile, const std::string& metric,
               const std::string& dimension) {
    if (metric.empty() && dimension.empty()) return true;
    return std::ranges::any_of(profile.behaviors, [&](const Behavior& behavior) {
        if (!metric.empty()) return behavior.metric == metric;
        return behavior.dimension && behavior.dimension->name == dimension;
    });
}

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused = refuse_malformed(request, {{"metricName", MemberType::text},
                                                        {"dimensionName", MemberType::text},
                                                        max_results,
                                                        next_token}))
        return *refused;
    const auto metric = text_of(request, "metricName"),
               dimension = text_of(request, "dimensionName");
    if (!metric.empty() && !dimension.empty())
        return invalid_request("metricName and dimensionName cannot both be given.");
    std::vector<const StoredProfile*> listed;
    for (const auto& [name, stored] : context.account.profiles)
        if (is_listed(stored.profile, metric, dimension)) listed.push_back(&stored);
    return list_page(request, "securityProfileIdentifiers", listed.size(),
                     [&](std::size_t i) { return identifier_of(context.inventory, *listed[i]); });
}

}  // namespace

extern const Operation list_security_profiles{.name = "ListSecurityProfiles", .perform = perform};

}  // namespace engine::operations_table
