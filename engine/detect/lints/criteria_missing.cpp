// A behaviour that asserts nothing looks like a rule and is none.
#include <fmt/format.h>

#include "engine/detect/lint.hpp"

namespace engine::lint_table {
namespace {

std::optional<LintRemark> of_behavior(const BehaviorView& behavior) {
    if (behavior.member("name") == nullptr || behavior.member("criteria") != nullptr)
        return std::nullopt;
    return LintRemark{
        .path = {},
        .message = "the behavior has no criteria: it keeps a metric and never alarms",
        .fix = "add criteria, or name the metric in additionalMetricsToRetainV2 instead"};
}

}  // namespace

extern const Lint criteria_missing;
constinit const Lint criteria_missing{
    .name = "criteria-missing",
    .story =
        "The service takes a behavior without criteria, retains its metric and never alarms. "
        "Whoever wanted that has additionalMetricsToRetainV2.",
    .example = R"({"name": "Disconnects", "metric": "aws:num-disconnects"})",
    .fix = R"({"name": "Disconnects", "metric": "aws:num-disconnects",
 "criteria": {"comparisonOperator": "less-than-equals", "value": {"count": 5},
  "durationSeconds": 300}})",
    .of_behavior = of_behavior,
};

}  // namespace engine::lint_table
