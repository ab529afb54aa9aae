// Which series a request of ListMetricValues is about.
#pragma once

#include <optional>

#include "engine/detect/metric_values.hpp"
#include "engine/operations/request.hpp"

namespace engine {

/// nullopt: it names none that there could be.
std::optional<MetricSeries> series_in(const fleet::Json& request, const Definitions& definitions);

}  // namespace engine
