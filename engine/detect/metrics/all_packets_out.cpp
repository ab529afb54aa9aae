// A device that scans or floods sends many small packets.
#include "engine/detect/metrics.hpp"

namespace engine::metrics {

extern const Metric all_packets_out;
constinit const Metric all_packets_out{
    .name = "aws:all-packets-out",
    .unit = "packets",
    .story = "Packets the device sent in the window.",
    .source = MetricSource::device,
    .reading = Reading::delta,
    .figure = Figure::packets_out,
};

}  // namespace engine::metrics
