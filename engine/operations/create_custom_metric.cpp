// Defines a custom metric, which behaviours may be about from then on.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/operations/definition_request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

OperationResult perform(OperationContext& context, const Json& request) {
    const auto source = fleet::parse_json(fleet::to_line(request), "CreateCustomMetric");
    fleet::Problems problems;
    auto metric = read_custom_metric(source.root(), source, {}, problems);
    if (!problems.empty() || !metric) return invalid_request(problems);
    auto& known = context.account.definitions;
    if (known.custom_metric(metric->name) != nullptr)
        return already_exists(fmt::format("Custom metric {} exists already.", metric->name));
    if (known.custom_metrics.size() >= custom_metrics_max)
        return limit_exceeded(
            fmt::format("An account has at most {} custom metrics.", custom_metrics_max));
    metric->created = metric->modified = context.now;
    known.custom_metrics.push_back(std::move(*metric));
    const auto told = description_of(context.inventory, known.custom_metrics.back());
    return succeeded({{"metricName", told["metricName"]}, {"metricArn", told["metricArn"]}});
}

}  // namespace

extern const Operation create_custom_metric{
    .name = "CreateCustomMetric", .perform = perform, .alters_world = true};

}  // namespace engine::operations_table
