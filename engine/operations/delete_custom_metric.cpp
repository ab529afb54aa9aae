// Forgets a custom metric that no security profile uses.
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
    const auto name = text_of(request, "metricName");
    if (const auto users = users_of_metric(context.account, name); !users.empty())
        return invalid_request(fmt::format("Custom metric {} is used by {}.", name, users));
    // Deleting what is gone is no error.
    std::erase_if(context.account.definitions.custom_metrics,
                  [&](const auto& metric) { return metric.name == name; });
    return succeeded(Json::object());
}

}  // namespace

extern const Operation delete_custom_metric{
    .name = "DeleteCustomMetric", .perform = perform, .alters_world = true};

}  // namespace engine::operations_table
