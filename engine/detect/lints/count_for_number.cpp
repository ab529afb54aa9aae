// Custom metrics of type number are compared with value.number; examples of agents write count.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/detect/lint.hpp"

namespace engine::lint_table {
namespace {

std::optional<LintRemark> of_behavior(const BehaviorView& behavior) {
    const auto name = behavior.metric_name();
    const auto* count = behavior.value("count");
    if (count == nullptr || name.empty() || name.starts_with("aws:")) return std::nullopt;
    return LintRemark{
        .path = "criteria.value.count",
        .message = fmt::format("{} is a custom metric, which is not compared with a count", name),
        .fix = fmt::format("write \"value\": {{\"number\": {}}}", fleet::excerpt(*count))};
}

}  // namespace

extern const Lint count_for_number;
constinit const Lint count_for_number{
    .name = "count-for-number",
    .story =
        "AWS's own metrics count, a custom metric of type number is a number with sign and "
        "fraction and has a key of its own. An example of AWS's Python agent mixes them up.",
    .example = R"({"name": "Cpu", "metric": "cpu-usage",
 "criteria": {"comparisonOperator": "less-than", "value": {"count": 80}}})",
    .fix = R"({"name": "Cpu", "metric": "cpu-usage",
 "criteria": {"comparisonOperator": "less-than", "value": {"number": 80}}})",
    .of_behavior = of_behavior,
};

}  // namespace engine::lint_table
