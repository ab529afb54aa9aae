// A device that suddenly talks more, or less, than its kind. (docs/detect-semantics §4.2)
#include "engine/detect/metrics.hpp"

namespace engine::metrics {
namespace {

std::uint32_t counted(const Event& event) {
    const bool is_message = event.seen.kind == fleet::ObservationKind::published;
    return is_message && !event.is_defender_traffic ? event.seen.count : 0;
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
    .counted = counted,
};

}  // namespace engine::metrics
