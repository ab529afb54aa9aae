#include "engine/operations/metric_values_request.hpp"

#include <nlohmann/json.hpp>

namespace engine {
namespace {

std::string text_in(const fleet::Json& request, const char* member) {
    const auto found = request.find(member);
    return found != request.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

}  // namespace

std::optional<MetricSeries> series_in(const fleet::Json& request, const Definitions& definitions) {
    if (!request.is_object()) return std::nullopt;
    MetricSeries series{.thing = text_in(request, "thingName"),
                        .metric = text_in(request, "metricName"),
                        .dimension = {}};
    if (series.thing.empty() || series.metric.empty()) return std::nullopt;
    const auto name = text_in(request, "dimensionName");
    if (name.empty()) return series;
    const auto* definition = definitions.dimension(name);
    if (definition == nullptr) return std::nullopt;
    series.dimension =
        Dimension{.name = definition->name,
                  .filters = definition->filters,
                  .is_not_in = text_in(request, "dimensionValueOperator") == "NOT_IN"};
    return series;
}

}  // namespace engine
