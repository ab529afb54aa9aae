// Windows come in five lengths; people write minutes, an hour and a day.
#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "engine/detect/lint.hpp"

namespace engine::lint_table {
namespace {

constexpr std::array<std::uint64_t, 5> durations{300, 600, 900, 1800, 3600};

std::uint64_t nearest(std::uint64_t seconds) {
    std::uint64_t best = durations.front();
    const auto distance = [&](std::uint64_t one) {
        return one > seconds ? one - seconds : seconds - one;
    };
    for (const auto one : durations) {
        if (distance(one) < distance(best)) best = one;
    }
    return best;
}

std::optional<LintRemark> of_behavior(const BehaviorView& behavior) {
    const auto seconds = behavior.duration_seconds();
    if (!seconds || nearest(*seconds) == *seconds) return std::nullopt;
    return LintRemark{
        .path = "criteria.durationSeconds",
        .message = fmt::format("there is no window of {} seconds; there are 300, 600, 900, 1800 "
                               "and 3600",
                               *seconds),
        .fix = fmt::format("write \"durationSeconds\": {}, and scale the limit to it",
                           nearest(*seconds))};
}

}  // namespace

extern const Lint duration_does_not_exist;
constinit const Lint duration_does_not_exist{
    .name = "duration-does-not-exist",
    .story =
        "Datapoints are made every five minutes, so a shorter window cannot be; the longest is "
        "an hour. AWS refuses anything but 300, 600, 900, 1800 and 3600.",
    .example = R"({"name": "Sent", "metric": "aws:num-messages-sent",
 "criteria": {"comparisonOperator": "less-than", "value": {"count": 20}, "durationSeconds": 60}})",
    .fix = R"({"name": "Sent", "metric": "aws:num-messages-sent",
 "criteria": {"comparisonOperator": "less-than", "value": {"count": 100},
  "durationSeconds": 300}})",
    .of_behavior = of_behavior,
};

}  // namespace engine::lint_table
