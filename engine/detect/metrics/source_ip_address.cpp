// An identity that appears at a foreign address has left its place, or its owner.
// (docs/detect-semantics §4.8)
#include "engine/detect/metrics.hpp"

namespace engine::metrics {
namespace {

bool counts(const EventKind& event) {
    // Whatever happens on an established connection proves its peer; refusals have none.
    return event.is_on_connection;
}

}  // namespace

extern const Metric source_ip_address;
constinit const Metric source_ip_address{
    .name = "aws:source-ip-address",
    .unit = "IP address",
    .story = "The addresses from which the device was connected in the slot.",
    .form = MetricValue::Form::cidrs,
    .operators = cidr_operators,
    .duration = DurationRule::forbidden,
    .has_statistics = false,
    .has_learning = false,
    .has_dimension_in_rules = true,
    .reading = Reading::addresses,
    .counts = counts,
};

}  // namespace engine::metrics
