// A device that talks to strangers obeys a stranger.
#include "engine/detect/metrics.hpp"

namespace engine::metrics {

extern const Metric destination_ip_addresses;
constinit const Metric destination_ip_addresses{
    .name = "aws:destination-ip-addresses",
    .unit = "IP address",
    .story = "The addresses the device has connections to.",
    .source = MetricSource::device,
    .form = MetricValue::Form::cidrs,
    .operators = cidr_operators,
    .duration = DurationRule::forbidden,
    .has_statistics = false,
    .has_learning = false,
    .reading = Reading::listed,
    .figure = Figure::destinations,
};

}  // namespace engine::metrics
