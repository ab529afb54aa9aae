// A device that is told, or listens to, more than it should: the sign of a stolen identity
// that snoops. (docs/detect-semantics §4.3)
#include "engine/detect/metrics.hpp"

namespace engine::metrics {
namespace {

bool counts(const EventKind& event) {
    return event.kind == fleet::ObservationKind::delivered && !event.is_defender_traffic;
}

}  // namespace

extern const Metric num_messages_received;
constinit const Metric num_messages_received{
    .name = "aws:num-messages-received",
    .unit = "messages",
    .story = "Messages the broker delivered to the device in the window.",
    .has_dimension_in_rules = true,
    .has_dimension_in_learning = true,
    .reading = Reading::sum,
    .counts = counts,
};

}  // namespace engine::metrics
