// A device that connects again and again fights for its identity, guesses, or hangs on a bad
// line. Failed attempts count as well. (docs/detect-semantics §4.6)
#include "engine/detect/metrics.hpp"

namespace engine::metrics {
namespace {

bool counts(const EventKind& event) {
    return event.kind == fleet::ObservationKind::connected ||
           event.kind == fleet::ObservationKind::refused ||
           (event.kind == fleet::ObservationKind::denied && event.reason == fleet::Reason::connect);
}

}  // namespace

extern const Metric num_connection_attempts;
constinit const Metric num_connection_attempts{
    .name = "aws:num-connection-attempts",
    .unit = "attempts",
    .story = "Attempts of the device to connect in the window, successful and unsuccessful.",
    .reading = Reading::sum,
    .counts = counts,
};

}  // namespace engine::metrics
