// What only the device can tell is not known of a device that tells nothing.
#include <fmt/format.h>

#include "engine/detect/lint.hpp"
#include "fleet/base/text.hpp"

namespace engine::lint_table {
namespace {

std::optional<LintRemark> of_behavior(const BehaviorView& behavior) {
    if (!behavior.needs_agent()) return std::nullopt;
    std::vector<std::string> silent;
    bool has_agents = false;
    for (const auto& cohort : behavior.context().cohorts) {
        if (!cohort.tells(behavior.metric_name())) silent.push_back(cohort.name);
        has_agents |= cohort.has_agent;
    }
    if (silent.empty()) return std::nullopt;
    if (has_agents)
        return LintRemark{
            .path = "metric",
            .message =
                fmt::format("{} comes from an agent on the device, and no device of {} tells it",
                            behavior.metric_name(), fleet::join(silent, ", ")),
            .fix =
                "have \"reports\" of the cohort tell it (\"groups\", \"customMetrics\"), or attach "
                "the profile to devices that do"};
    return LintRemark{
        .path = "metric",
        .message = fmt::format("{} comes from an agent on the device, and no device of {} runs one",
                               behavior.metric_name(), fleet::join(silent, ", ")),
        .fix = "give the cohort \"reports\", or attach the profile to devices that report"};
}

}  // namespace

extern const Lint device_agent_missing;
constinit const Lint device_agent_missing{
    .name = "device-agent-missing",
    .story =
        "Device-side and custom metrics come from an agent that publishes reports. Without "
        "one there is no datapoint, and without datapoints neither alarm nor all-clear.",
    .example = R"({"name": "Ports", "metric": "aws:num-listening-tcp-ports",
 "criteria": {"comparisonOperator": "less-than", "value": {"count": 5}}})",
    .fix = R"({"name": "Attempts", "metric": "aws:num-connection-attempts",
 "criteria": {"comparisonOperator": "less-than", "value": {"count": 5}, "durationSeconds": 300}})",
    .of_behavior = of_behavior,
    .needs_context = true,
};

}  // namespace engine::lint_table
