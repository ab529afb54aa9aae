// A device that takes part in an attack holds many connections.
#include "engine/detect/metrics.hpp"

namespace engine::metrics {

extern const Metric num_established_tcp_connections;
constinit const Metric num_established_tcp_connections{
    .name = "aws:num-established-tcp-connections",
    .unit = "connections",
    .story = "How many TCP connections the device has established.",
    .source = MetricSource::device,
    .duration = DurationRule::optional,
    .reading = Reading::latest,
    .figure = Figure::connections_total,
};

}  // namespace engine::metrics
