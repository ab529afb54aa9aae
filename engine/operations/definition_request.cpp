#include "engine/operations/definition_request.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fleet/base/text.hpp"

namespace engine {
namespace {

using fleet::Json;

void add_dates(const auto& definition, Json& description) {
    description["creationDate"] = fleet::aws_time(definition.created);
    description["lastModifiedDate"] = fleet::aws_time(definition.modified);
}

/// Profiles of which `uses(request)` holds.
template <class Uses>
std::string users(const AccountState& account, Uses uses) {
    std::vector<std::string> names;
    for (const auto& [name, stored] : account.profiles)
        if (uses(Json::parse(stored.profile.json))) names.push_back(name);
    return fleet::join(names, ", ");
}

/// Does a member of the entries of the list equal `name`?
bool mentions(const Json& request, const char* list, const char* pointer, std::string_view name) {
    if (!request.contains(list)) return false;
    const Json::json_pointer at(pointer);
    return std::ranges::any_of(request[list], [&](const Json& entry) {
        if (entry.is_string()) return at.empty() && entry.get_ref<const std::string&>() == name;
        return entry.contains(at) && entry.at(at) == name;
    });
}

}  // namespace

OperationResult invalid_request(const fleet::Problems& problems) {
    std::vector<std::string> messages;
    for (const auto& problem : problems.all()) messages.push_back(problem.message);
    return invalid_request(fleet::join(messages, ". "));
}

Json description_of(const fleet::Inventory& inventory, const DimensionDefinition& dimension) {
    Json description;
    description["name"] = dimension.name;
    description["arn"] = inventory.arn("dimension/" + dimension.name);
    description["type"] = "TOPIC_FILTER";
    description["stringValues"] = dimension.filters;
    add_dates(dimension, description);
    return description;
}

Json description_of(const fleet::Inventory& inventory, const CustomMetricDefinition& metric) {
    Json description;
    description["metricName"] = metric.name;
    description["metricArn"] = inventory.arn("custommetric/" + metric.name);
    description["metricType"] = std::string(name_of(metric.type));
    if (!metric.display_name.empty()) description["displayName"] = metric.display_name;
    add_dates(metric, description);
    return description;
}

std::string users_of_dimension(const AccountState& account, std::string_view name) {
    return users(account, [&](const Json& request) {
        return mentions(request, "behaviors", "/metricDimension/dimensionName", name) ||
               mentions(request, "additionalMetricsToRetainV2", "/metricDimension/dimensionName",
                        name);
    });
}

std::string users_of_metric(const AccountState& account, std::string_view name) {
    return users(account, [&](const Json& request) {
        return mentions(request, "behaviors", "/metric", name) ||
               mentions(request, "additionalMetricsToRetainV2", "/metric", name) ||
               mentions(request, "additionalMetricsToRetain", "", name);
    });
}

}  // namespace engine
