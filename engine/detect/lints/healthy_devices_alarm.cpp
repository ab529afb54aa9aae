// The proof by trial: a rule that alarms on devices to which nothing happened.
#include <fmt/format.h>

#include <cmath>

#include "engine/detect/lint.hpp"

namespace engine::lint_table {
namespace {

std::optional<LintRemark> of_behavior(const BehaviorView& behavior) {
    const auto* run = behavior.context().dry_run;
    if (run == nullptr || run->devices == 0 || behavior.index() >= run->alarmed.size() ||
        !run->alarmed[behavior.index()])
        return std::nullopt;
    const auto alarmed = *run->alarmed[behavior.index()];
    const double share = static_cast<double>(alarmed) / static_cast<double>(run->devices);
    if (alarmed == 0 || share < run->share_min) return std::nullopt;
    return LintRemark{
        .path = "criteria",
        .message = fmt::format("{} of {} devices ({} %) of {} would alarm", alarmed, run->devices,
                               std::lround(share * 100), run->fleet),
        .fix = behavior.is_lower_limit()
                   ? "a behavior states what is normal: turn the comparison round, or lower the "
                     "limit"
                   : "a behavior states what is normal: raise the limit or widen the set"};
}

}  // namespace

extern const Lint healthy_devices_alarm;
constinit const Lint healthy_devices_alarm{
    .name = "healthy-devices-alarm",
    .story =
        "The profiles of a scenario are put in force over its own fleet, without attacks and "
        "defects, and some hours are played in memory. A healthy device in alarm is a false "
        "alarm that comes every day.",
    .example = R"({"name": "Sent", "metric": "aws:num-messages-sent",
 "criteria": {"comparisonOperator": "greater-than", "value": {"count": 1000},
  "durationSeconds": 300}})",
    .fix = R"({"name": "Sent", "metric": "aws:num-messages-sent",
 "criteria": {"comparisonOperator": "less-than-equals", "value": {"count": 1000},
  "durationSeconds": 300}})",
    .of_behavior = of_behavior,
    .needs_context = true,
};

}  // namespace engine::lint_table
