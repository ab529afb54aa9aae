// Lists the values of a metric of a thing, as far as a security profile retains them: those of the
// last fourteen days. What an operation of the scenario will ask for is kept from the start.
#include <chrono>
#include <nlohmann/json.hpp>

#include "engine/aws_json.hpp"
#include "engine/operations/metric_values_request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

constexpr fleet::Duration retention = std::chrono::hours{14 * 24};

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused =
            refuse_malformed(request, {{"thingName", MemberType::text, Need::required},
                                       {"metricName", MemberType::text, Need::required},
                                       {"startTime", MemberType::time, Need::required},
                                       {"endTime", MemberType::time, Need::required},
                                       {"dimensionName", MemberType::text},
                                       {"dimensionValueOperator", MemberType::text},
                                       max_results,
                                       next_token}))
        return *refused;
    const auto begin = *fleet::read_aws_time(request["startTime"]);
    const auto end = *fleet::read_aws_time(request["endTime"]);
    if (begin > end) return invalid_request("startTime should not be after endTime.");
    const auto comparison = text_of(request, "dimensionValueOperator");
    if (!comparison.empty() && comparison != "IN" && comparison != "NOT_IN")
        return invalid_request("dimensionValueOperator should be IN or NOT_IN.");
    const auto dimension = text_of(request, "dimensionName");
    if (dimension.empty() && !comparison.empty())
        return invalid_request("dimensionValueOperator wants a dimensionName.");
    const auto& definitions = context.account.definitions;
    if (!dimension.empty() && definitions.dimension(dimension) == nullptr)
        return resource_not_found("No such dimension.");
    const auto metric = text_of(request, "metricName");
    if (metric_named(metric) == nullptr && definitions.custom_metric(metric) == nullptr)
        return resource_not_found("No such metric.");
    const auto values = context.detect.values(*series_in(request, definitions),
                                              std::max(begin, context.now - retention), end);
    return list_page(request, "metricDatumList", values.size(), [&](std::size_t i) {
        Json datum;
        datum["timestamp"] = fleet::aws_time(values[i].time);
        datum["value"] = to_json(values[i].value);
        return datum;
    });
}

}  // namespace

extern const Operation list_metric_values{.name = "ListMetricValues", .perform = perform};

}  // namespace engine::operations_table
