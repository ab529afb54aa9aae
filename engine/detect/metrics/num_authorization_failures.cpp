// A device that tries what its policy forbids is broken or probing. (docs/detect-semantics §4.4)
#include "engine/detect/metrics.hpp"

namespace engine::metrics {
namespace {

bool counts(const EventKind& event) { return event.kind == fleet::ObservationKind::denied; }

}  // namespace

extern const Metric num_authorization_failures;
constinit const Metric num_authorization_failures{
    .name = "aws:num-authorization-failures",
    .unit = "failures",
    .story =
        "Requests of the device – connect, publish, subscribe – that its policies denied in the "
        "window.",
    .has_dimension_in_rules = true,
    .has_dimension_in_learning = true,
    .reading = Reading::sum,
    .counts = counts,
};

}  // namespace engine::metrics
