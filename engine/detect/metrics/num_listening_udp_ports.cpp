// A reflector is one more open port.
#include "engine/detect/metrics.hpp"

namespace engine::metrics {

extern const Metric num_listening_udp_ports;
constinit const Metric num_listening_udp_ports{
    .name = "aws:num-listening-udp-ports",
    .unit = "ports",
    .story = "How many UDP ports the device listens on.",
    .source = MetricSource::device,
    .duration = DurationRule::optional,
    .reading = Reading::latest,
    .figure = Figure::udp_ports_total,
};

}  // namespace engine::metrics
