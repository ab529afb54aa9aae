// A device that stays away: stolen, broken, or cut off.
#include "engine/detect/metrics.hpp"

namespace engine::metrics {

extern const Metric disconnect_duration;
constinit const Metric disconnect_duration{
    .name = "aws:disconnect-duration",
    .unit = "minutes",
    .story = "How long the device has been disconnected.",
    .operators = upper_limit_operators,
    .duration = DurationRule::optional,
    .has_statistics = false,
    .has_learning = false,
    .reading = Reading::absence,
    .counts =
        [](const EventKind& event) {
            return event.kind == fleet::ObservationKind::connected ||
                   event.kind == fleet::ObservationKind::disconnected;
        },
};

}  // namespace engine::metrics
