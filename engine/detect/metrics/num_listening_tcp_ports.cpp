// A back door is one more open port.
#include "engine/detect/metrics.hpp"

namespace engine::metrics {

extern const Metric num_listening_tcp_ports;
constinit const Metric num_listening_tcp_ports{
    .name = "aws:num-listening-tcp-ports",
    .unit = "ports",
    .story = "How many TCP ports the device listens on.",
    .source = MetricSource::device,
    .duration = DurationRule::optional,
    .reading = Reading::latest,
    .figure = Figure::tcp_ports_total,
};

}  // namespace engine::metrics
