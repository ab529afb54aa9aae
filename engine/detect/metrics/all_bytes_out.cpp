// Data that leaves a device in unusual amounts.
#include "engine/detect/metrics.hpp"

namespace engine::metrics {

extern const Metric all_bytes_out;
constinit const Metric all_bytes_out{
    .name = "aws:all-bytes-out",
    .unit = "bytes",
    .story = "Bytes the device sent in the window, on all its connections.",
    .source = MetricSource::device,
    .reading = Reading::delta,
    .figure = Figure::bytes_out,
};

}  // namespace engine::metrics
