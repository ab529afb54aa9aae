// Changes the display name of a custom metric; its type stays.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/operations/definition_request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused =
            refuse_malformed(request, {{"metricName", MemberType::text, Need::required},
                                       {"displayName", MemberType::text, Need::required}}))
        return *refused;
    auto& known = context.account.definitions.custom_metrics;
    const auto found =
        std::ranges::find(known, text_of(request, "metricName"), &CustomMetricDefinition::name);
    if (found == known.end()) return resource_not_found("No such custom metric.");
    auto changed = request;
    changed["metricType"] = std::string(name_of(found->type));
    const auto source = fleet::parse_json(fleet::to_line(changed), "UpdateCustomMetric");
    fleet::Problems problems;
    const auto metric = read_custom_metric(source.root(), source, {}, problems);
    if (!problems.empty() || !metric) return invalid_request(problems);
    found->display_name = metric->display_name;
    found->modified = context.now;
    return succeeded(description_of(context.inventory, *found));
}

}  // namespace

extern const Operation update_custom_metric{.name = "UpdateCustomMetric", .perform = perform};

}  // namespace engine::operations_table
