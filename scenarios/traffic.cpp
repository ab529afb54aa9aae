#include "scenarios/traffic.hpp"

#include <algorithm>
#include <array>

namespace scenarios {
namespace traffic {
extern const TrafficKind commands;
extern const TrafficKind gateway;
extern const TrafficKind night_and_day;
extern const TrafficKind seasonal;
extern const TrafficKind telemetry;
extern const TrafficKind weekday_and_weekend;
}  // namespace traffic

std::span<const TrafficKind* const> traffic_kinds() {
    static constexpr std::array table{
        &traffic::commands, &traffic::gateway,   &traffic::night_and_day,
        &traffic::seasonal, &traffic::telemetry, &traffic::weekday_and_weekend,
    };
    return table;
}

const TrafficKind* traffic_named(std::string_view name) {
    const auto found =
        std::find_if(traffic_kinds().begin(), traffic_kinds().end(),
                     [&](const TrafficKind* kind) { return kind->card.name == name; });
    return found == traffic_kinds().end() ? nullptr : *found;
}

std::array<std::uint64_t, 2> draws_of(const fleet::Random& random, std::uint64_t group,
                                      std::uint64_t k, std::uint64_t ordinal) {
    auto stream = random.stream(group, k, fleet::Purpose::phase, ordinal);
    const auto first = stream();
    return {first, stream()};
}

void publish_periodically(const TrafficContext& context, std::uint32_t publisher,
                          fleet::Duration every, fleet::ByteRange bytes, fleet::Time from,
                          fleet::Time until, std::vector<Action>& out) {
    const auto period = std::max<std::int64_t>(1, every.count());
    const auto phase = static_cast<std::int64_t>(
        fleet::scaled(context.draws[0], static_cast<std::uint64_t>(period)));
    const auto begin = fleet::epoch_ms(from) - phase;
    const auto first =
        (begin + period - 1) / period * period + phase;  // epoch times here are never negative
    const auto rest = fleet::epoch_ms(until) - 1 - first;
    if (rest < 0) return;
    // Written in place: this is called for every device in every slot.
    auto& action = out.emplace_back();
    action.time = fleet::from_epoch_ms(first);
    action.actor = publisher;
    action.kind = ActionKind::publish;
    action.topic = context.topic;
    action.times = rest < period
                       ? 1
                       : static_cast<std::uint32_t>(rest) / static_cast<std::uint32_t>(period) + 1;
    action.bytes_min = bytes.min;
    action.bytes_max = bytes.max;
    action.size_seed = context.draws[1] ^ static_cast<std::uint64_t>(first);
}

}  // namespace scenarios
