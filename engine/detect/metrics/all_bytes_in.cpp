// Data that reaches a device in unusual amounts.
#include "engine/detect/metrics.hpp"

namespace engine::metrics {

extern const Metric all_bytes_in;
constinit const Metric all_bytes_in{
    .name = "aws:all-bytes-in",
    .unit = "bytes",
    .story = "Bytes the device received in the window, on all its connections.",
    .source = MetricSource::device,
    .reading = Reading::delta,
    .figure = Figure::bytes_in,
};

}  // namespace engine::metrics
