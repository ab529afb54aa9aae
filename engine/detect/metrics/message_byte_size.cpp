// A device that sends larger or smaller messages than it should: exfiltration, or a fault.
// Judged message by message, so the extremes of a window are all one needs. (docs/detect-semantics
// §4.5)
#include "engine/detect/metrics.hpp"

namespace engine::metrics {
namespace {

bool counts(const EventKind& event) {
    return event.kind == fleet::ObservationKind::published && !event.is_defender_traffic;
}

}  // namespace

extern const Metric message_byte_size;
constinit const Metric message_byte_size{
    .name = "aws:message-byte-size",
    .unit = "bytes",
    .story = "The payload size of each message the device publishes.",
    .duration = DurationRule::optional,
    .has_dimension_in_rules = true,
    .has_dimension_in_learning = true,
    .reading = Reading::extremes,
    .counts = counts,
};

}  // namespace engine::metrics
