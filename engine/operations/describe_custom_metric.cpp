// Tells a custom metric as it stands.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/operations/definition_request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused =
            refuse_malformed(request, {{"metricName", MemberType::text, Need::required}}))
        return *refused;
    const auto* metric = context.account.definitions.custom_metric(text_of(request, "metricName"));
    if (metric == nullptr) return resource_not_found("No such custom metric.");
    return succeeded(description_of(context.inventory, *metric));
}

}  // namespace

extern const Operation describe_custom_metric{.name = "DescribeCustomMetric", .perform = perform};

}  // namespace engine::operations_table
