// Lists the names of the custom metrics.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/operations/definition_request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused = refuse_malformed(request, {max_results, next_token})) return *refused;
    std::vector<std::string> names;
    for (const auto& metric : context.account.definitions.custom_metrics)
        names.push_back(metric.name);
    std::ranges::sort(names);
    return list_page(request, "metricNames", names.size(),
                     [&](std::size_t i) { return Json(names[i]); });
}

}  // namespace

extern const Operation list_custom_metrics{.name = "ListCustomMetrics", .perform = perform};

}  // namespace engine::operations_table
