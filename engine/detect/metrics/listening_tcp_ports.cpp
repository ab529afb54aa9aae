// A port nobody ordered is a back door.
#include "engine/detect/metrics.hpp"

namespace engine::metrics {

extern const Metric listening_tcp_ports;
constinit const Metric listening_tcp_ports{
    .name = "aws:listening-tcp-ports",
    .unit = "port",
    .story = "The TCP ports the device listens on.",
    .source = MetricSource::device,
    .form = MetricValue::Form::ports,
    .operators = port_operators,
    .duration = DurationRule::forbidden,
    .has_statistics = false,
    .has_learning = false,
    .reading = Reading::listed,
    .figure = Figure::tcp_ports,
};

}  // namespace engine::metrics
