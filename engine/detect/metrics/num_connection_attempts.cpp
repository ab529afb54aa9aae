// A device that connects again and again fights for its identity, guesses, or hangs on a bad
// line. Failed attempts count as well. (docs/detect-semantics §4.6)
#include "engine/detect/metrics.hpp"

namespace engine::metrics {
namespace {

std::uint32_t counted(const Event& event) {
    const auto& seen = event.seen;
    const bool is_attempt =
        seen.kind == fleet::ObservationKind::connected ||
        seen.kind == fleet::ObservationKind::refused ||
        (seen.kind == fleet::ObservationKind::denied && seen.reason == fleet::Reason::connect);
    return is_attempt ? seen.count : 0;
}

}  // namespace

extern const Metric num_connection_attempts;
constinit const Metric num_connection_attempts{
    .name = "aws:num-connection-attempts",
    .unit = "attempts",
    .story = "Attempts of the device to connect in the window, successful and unsuccessful.",
    .reading = Reading::sum,
    .counted = counted,
};

}  // namespace engine::metrics
