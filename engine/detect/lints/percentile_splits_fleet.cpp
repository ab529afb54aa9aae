// A percentile is not a tolerance: by its very meaning so many devices lie above it.
#include <fmt/format.h>

#include "engine/detect/lint.hpp"

namespace engine::lint_table {
namespace {

std::optional<LintRemark> of_behavior(const BehaviorView& behavior) {
    const auto percent = behavior.percent();
    if (!percent || !behavior.is_upper_limit() || *percent > 50) return std::nullopt;
    if (*percent == 0 && behavior.comparison() == ComparisonOperator::less_than)
        return std::nullopt;  // nothing conforms to that: another lint's business
    return LintRemark{
        .path = "criteria.statisticalThreshold",
        .message = fmt::format("by definition about {} % of a varied fleet lie above p{} and alarm",
                               100 - *percent, *percent),
        .fix = "write p99 or p99.9"};
}

}  // namespace

extern const Lint percentile_splits_fleet;
constinit const Lint percentile_splits_fleet{
    .name = "percentile-splits-fleet",
    .story =
        "An upper limit at the median puts half of a healthy fleet in alarm, at p10 nine "
        "tenths, for as long as devices differ at all.",
    .example = R"({"name": "Sent", "metric": "aws:num-messages-sent",
 "criteria": {"comparisonOperator": "less-than-equals",
  "statisticalThreshold": {"statistic": "p50"},
  "durationSeconds": 300}})",
    .fix = R"({"name": "Sent", "metric": "aws:num-messages-sent",
 "criteria": {"comparisonOperator": "less-than-equals",
  "statisticalThreshold": {"statistic": "p99"},
  "durationSeconds": 300}})",
    .of_behavior = of_behavior,
};

}  // namespace engine::lint_table
