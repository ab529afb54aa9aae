// The commonest slip of all: the alarm's condition written where the normal state belongs.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/detect/lint.hpp"

namespace engine::lint_table {
namespace {

/// Of these more is worse and nothing at all is well.
constexpr std::array<std::string_view, 8> more_is_worse{
    "aws:message-byte-size",       "aws:num-authorization-failures",
    "aws:num-connection-attempts", "aws:num-disconnects",
    "aws:disconnect-duration",     "aws:num-listening-tcp-ports",
    "aws:num-listening-udp-ports", "aws:num-established-tcp-connections",
};

std::optional<LintRemark> of_behavior(const BehaviorView& behavior) {
    if (!behavior.is_lower_limit()) return std::nullopt;
    const std::string op(name_of(*behavior.comparison()));
    const auto right = op == "greater-than" ? "less-than-equals" : "less-than";
    const std::string fix = fmt::format("write \"comparisonOperator\": \"{}\"", right);
    if (const auto percent = behavior.percent(); percent && *percent >= 50)
        return LintRemark{
            .path = "criteria.comparisonOperator",
            .message = fmt::format("{} p{} calls only the highest {} % of the fleet normal; all "
                                   "others alarm",
                                   op, *percent, 100 - *percent),
            .fix = fix};
    const auto count = behavior.count();
    if (!count || std::ranges::find(more_is_worse, behavior.metric_name()) == more_is_worse.end())
        return std::nullopt;
    if (*count == 0 && op == "greater-than-equals") return std::nullopt;  // alarms on nothing
    return LintRemark{
        .path = "criteria.comparisonOperator",
        .message = fmt::format("{} {} {} is what a healthy device would have to do: it alarms {} "
                               "{}, and stays silent above",
                               behavior.metric_name(), op, *count,
                               op == "greater-than" ? "at and below" : "below", *count),
        .fix = fix};
}

}  // namespace

extern const Lint inverted_comparison;
constinit const Lint inverted_comparison{
    .name = "inverted-comparison",
    .story =
        "A behavior states what is normal; it alarms when that is false. Of failures, "
        "disconnects, attempts, sizes and ports more is worse, so greater-than there alarms "
        "on the healthy devices and is silent about the others. The same holds for "
        "greater-than with a percentile of 50 or more, of any metric.",
    .example = R"({"name": "Failures", "metric": "aws:num-authorization-failures",
 "criteria": {"comparisonOperator": "greater-than", "value": {"count": 10},
  "durationSeconds": 300}})",
    .fix = R"({"name": "Failures", "metric": "aws:num-authorization-failures",
 "criteria": {"comparisonOperator": "less-than-equals", "value": {"count": 10},
  "durationSeconds": 300}})",
    .of_behavior = of_behavior,
};

}  // namespace engine::lint_table
