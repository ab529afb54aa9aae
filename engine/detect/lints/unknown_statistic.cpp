// CloudFormation's schema lists a statistic that the service does not know.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/detect/lint.hpp"

namespace engine::lint_table {
namespace {

std::optional<LintRemark> of_behavior(const BehaviorView& behavior) {
    const auto* threshold = behavior.criteria("statisticalThreshold");
    if (threshold == nullptr || !threshold->is_object() || !threshold->contains("statistic"))
        return std::nullopt;
    const auto& statistic = (*threshold)["statistic"];
    if (statistic != "Average" && statistic != "average") return std::nullopt;
    return LintRemark{.path = "criteria.statisticalThreshold.statistic",
                      .message = "there is no average: statistics are percentiles",
                      .fix =
                          "write p99 for an upper limit; p50 is the median, and alarms on half "
                          "of the fleet"};
}

}  // namespace

extern const Lint unknown_statistic;
constinit const Lint unknown_statistic{
    .name = "unknown-statistic",
    .story =
        "CloudFormation's schema of a security profile offers the statistic Average; the "
        "service takes percentiles from p0 to p100 and refuses it when the stack is made.",
    .example = R"({"name": "Sent", "metric": "aws:num-messages-sent",
 "criteria": {"comparisonOperator": "less-than-equals",
  "statisticalThreshold": {"statistic": "Average"},
  "durationSeconds": 300}})",
    .fix = R"({"name": "Sent", "metric": "aws:num-messages-sent",
 "criteria": {"comparisonOperator": "less-than-equals",
  "statisticalThreshold": {"statistic": "p99"},
  "durationSeconds": 300}})",
    .of_behavior = of_behavior,
};

}  // namespace engine::lint_table
