// A device that is scanned or flooded receives many small packets.
#include "engine/detect/metrics.hpp"

namespace engine::metrics {

extern const Metric all_packets_in;
constinit const Metric all_packets_in{
    .name = "aws:all-packets-in",
    .unit = "packets",
    .story = "Packets the device received in the window.",
    .source = MetricSource::device,
    .reading = Reading::delta,
    .figure = Figure::packets_in,
};

}  // namespace engine::metrics
