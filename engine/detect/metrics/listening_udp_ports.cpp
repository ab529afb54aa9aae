// A port nobody ordered is a reflector.
#include "engine/detect/metrics.hpp"

namespace engine::metrics {

extern const Metric listening_udp_ports;
constinit const Metric listening_udp_ports{
    .name = "aws:listening-udp-ports",
    .unit = "port",
    .story = "The UDP ports the device listens on.",
    .source = MetricSource::device,
    .form = MetricValue::Form::ports,
    .operators = port_operators,
    .duration = DurationRule::forbidden,
    .has_statistics = false,
    .has_learning = false,
    .reading = Reading::listed,
    .figure = Figure::udp_ports,
};

}  // namespace engine::metrics
