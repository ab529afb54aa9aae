// A device whose connections keep ending, whoever ends them. (docs/detect-semantics §4.7)
#include "engine/detect/metrics.hpp"

namespace engine::metrics {
namespace {

std::uint32_t counted(const Event& event) {
    return event.seen.kind == fleet::ObservationKind::disconnected ? event.seen.count : 0;
}

}  // namespace

extern const Metric num_disconnects;
constinit const Metric num_disconnects{
    .name = "aws:num-disconnects",
    .unit = "disconnects",
    .story = "Connections of the device that ended in the window.",
    .reading = Reading::sum,
    .counted = counted,
};

}  // namespace engine::metrics
