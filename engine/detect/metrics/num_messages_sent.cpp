// A device that suddenly talks more, or less, than its kind. (docs/detect-semantics §4.2)
#include "engine/detect/metrics.hpp"

namespace engine::metrics {
namespace {

bool counts(const EventKind& event) {
    return event.kind == fleet::ObservationKind::published && !event.is_defender_traffic;
}

}  // namespace

extern const Metric num_messages_sent;
constinit const Metric num_messages_sent{
    .name = "aws:num-messages-sent",
    .unit = "messages",
    .story = "Messages the device published in the window.",
    .has_dimension_in_rules = true,
    .has_dimension_in_learning = true,
    .reading = Reading::sum,
    .counts = counts,
};

}  // namespace engine::metrics
