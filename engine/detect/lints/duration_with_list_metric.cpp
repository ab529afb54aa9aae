// A set of ports or addresses is a snapshot; no window sums it up.
#include <fmt/format.h>

#include "engine/detect/lint.hpp"

namespace engine::lint_table {
namespace {

std::optional<LintRemark> of_behavior(const BehaviorView& behavior) {
    if (behavior.criteria("durationSeconds") == nullptr) return std::nullopt;
    const bool is_list = behavior.metric() != nullptr
                             ? behavior.metric()->duration == DurationRule::forbidden
                             : behavior.comparison() && !compares_numbers(*behavior.comparison());
    if (!is_list) return std::nullopt;
    return LintRemark{.path = "criteria.durationSeconds",
                      .message = fmt::format("{} is a list, judged as it is seen: it has no window",
                                             behavior.metric_name()),
                      .fix = "take durationSeconds out"};
}

}  // namespace

extern const Lint duration_with_list_metric;
constinit const Lint duration_with_list_metric{
    .name = "duration-with-list-metric",
    .story =
        "Behaviors are copied from one another, durationSeconds with them. AWS refuses it with "
        "a metric that is a list of addresses, ports, texts or numbers.",
    .example = R"({"name": "From", "metric": "aws:source-ip-address",
 "criteria": {"comparisonOperator": "in-cidr-set", "value": {"cidrs": ["10.0.0.0/8"]},
  "durationSeconds": 300}})",
    .fix = R"({"name": "From", "metric": "aws:source-ip-address",
 "criteria": {"comparisonOperator": "in-cidr-set", "value": {"cidrs": ["10.0.0.0/8"]}}})",
    .of_behavior = of_behavior,
};

}  // namespace engine::lint_table
