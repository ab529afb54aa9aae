// The metrics of AWS IoT Device Defender as cards: what each is called, counts and allows, and how
// an observation adds to it. The validator, the collector and the documentation read the same card.
// (docs/detect-semantics §4)
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/detect/figure.hpp"
#include "engine/detect/operators.hpp"
#include "engine/finding.hpp"
#include "fleet/observation.hpp"

namespace engine {

/// All that a metric asks of an observation to know whether it is about it. There are few kinds, so
/// that the collector asks each card once and never again.
struct EventKind {
    fleet::ObservationKind kind{};
    fleet::Reason reason{};
    bool is_on_connection = false;     // of an accepted connection
    bool is_defender_traffic = false;  // its topic is reserved for Device Defender itself
};

/// Seen by the broker, or told by the device in its reports.
enum class MetricSource : std::uint8_t { cloud, device };

/// How a datapoint comes of a window's observations.
enum class Reading : std::uint8_t {
    not_evaluated,  // AWS knows the metric, this version does not judge it
    sum,            // how many; 0 in an active slot without any
    extremes,       // the smallest and the largest message; nothing without a message
    addresses,      // the set of peer addresses; nothing without a connection
    absence,        // how long it has been disconnected, also of a thing that does nothing
    // of device reports
    delta,   // a sum over the reports of the window
    latest,  // the number the latest report tells
    listed,  // the list a report tells
};

/// Is it told by devices, rather than seen by the broker?
constexpr bool is_reported(Reading reading) { return reading >= Reading::delta; }

/// What a static criteria on the metric does with durationSeconds.
enum class DurationRule : std::uint8_t { required, optional, forbidden };

struct Metric {
    std::string_view name;  // "aws:num-messages-sent"
    std::string_view unit;
    std::string_view story;
    MetricSource source = MetricSource::cloud;
    MetricValue::Form form = MetricValue::Form::count;  // the key of its values
    std::span<const ComparisonOperator> operators = number_operators;
    DurationRule duration = DurationRule::required;
    bool has_statistics = true;
    bool has_learning = true;
    bool has_dimension_in_rules = false;
    bool has_dimension_in_learning = false;
    Reading reading = Reading::not_evaluated;
    /// Is the metric about such events? Null where it is not seen by the broker or not evaluated.
    bool (*counts)(const EventKind& event) = nullptr;
    Figure figure = Figure::none;  // of a device report
};

/// All of them, cloud side first.
std::span<const Metric* const> all_metrics();
/// nullptr for a name AWS does not know.
const Metric* metric_named(std::string_view name);
std::span<const std::string> metric_names();

/// The key of a MetricValue of this form: "count", "cidrs", …
std::string_view key_of(MetricValue::Form form);

}  // namespace engine
