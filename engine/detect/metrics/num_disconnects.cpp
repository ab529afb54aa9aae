// A device whose connections keep ending, whoever ends them. (docs/detect-semantics §4.7)
#include "engine/detect/metrics.hpp"

namespace engine::metrics {
namespace {

bool counts(const EventKind& event) { return event.kind == fleet::ObservationKind::disconnected; }

}  // namespace

extern const Metric num_disconnects;
constinit const Metric num_disconnects{
    .name = "aws:num-disconnects",
    .unit = "disconnects",
    .story = "Connections of the device that ended in the window.",
    .reading = Reading::sum,
    .counts = counts,
};

}  // namespace engine::metrics
