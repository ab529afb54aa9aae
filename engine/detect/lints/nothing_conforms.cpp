// A rule that no datapoint can satisfy is a bell that never stops.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "engine/detect/lint.hpp"

namespace engine::lint_table {
namespace {

/// Why nothing conforms; empty when something does.
std::string reason(const BehaviorView& behavior) {
    const auto comparison = behavior.comparison();
    if (!comparison) return {};
    const auto count = behavior.count();
    const auto percent = behavior.percent();
    using enum ComparisonOperator;
    if (*comparison == less_than && count == 0U) return "nothing is less than 0";
    if (*comparison == greater_than && count == std::numeric_limits<std::uint64_t>::max())
        return "nothing is greater than the largest number there is";
    if (*comparison == less_than && percent == 0.0)
        return "no device is below the lowest of all, which p0 is";
    if (*comparison == greater_than && percent == 100.0)
        return "no device is above the highest of all, which p100 is";
    if (behavior.metric_name() != "aws:source-ip-address") return {};
    const auto* cidrs = behavior.value("cidrs");
    if (*comparison == in_cidr_set && cidrs != nullptr && cidrs->is_array() && cidrs->empty())
        return "no address lies in an empty set";
    const auto texts = behavior.texts("cidrs");
    if (*comparison == not_in_cidr_set &&
        std::ranges::any_of(texts, [](const auto& text) { return text.ends_with("/0"); }))
        return "a block of /0 holds every address";
    return {};
}

std::optional<LintRemark> of_behavior(const BehaviorView& behavior) {
    const auto why = reason(behavior);
    if (why.empty()) return std::nullopt;
    return LintRemark{.path = "criteria",
                      .message = fmt::format("every device alarms: {}", why),
                      .fix = "state what a healthy device does"};
}

}  // namespace

extern const Lint nothing_conforms;
constinit const Lint nothing_conforms{
    .name = "nothing-conforms",
    .story =
        "The criteria cannot be met by anything, so every device that says anything alarms: "
        "less-than 0, less-than p0, greater-than p100, in an empty set of source addresses.",
    .example = R"({"name": "Failures", "metric": "aws:num-authorization-failures",
 "criteria": {"comparisonOperator": "less-than", "value": {"count": 0}, "durationSeconds": 300}})",
    .fix = R"({"name": "Failures", "metric": "aws:num-authorization-failures",
 "criteria": {"comparisonOperator": "less-than-equals", "value": {"count": 0},
  "durationSeconds": 300}})",
    .of_behavior = of_behavior,
};

}  // namespace engine::lint_table
