// Between two reports there is nothing to count.
#include <fmt/format.h>

#include "engine/detect/lint.hpp"

namespace engine::lint_table {
namespace {

std::optional<LintRemark> of_behavior(const BehaviorView& behavior) {
    const auto window = behavior.duration_seconds();
    const auto* metric = metric_named(behavior.metric_name());
    // The others are what the report says, whatever the window.
    if (metric == nullptr || metric->reading != Reading::delta || !window) return std::nullopt;
    for (const auto& cohort : behavior.context().cohorts) {
        if (!cohort.has_agent || cohort.report_period_seconds <= *window) continue;
        return LintRemark{.path = "criteria.durationSeconds",
                          .message = fmt::format(
                              "{} reports every {} s: a window of {} s holds one report, which "
                              "tells of a longer time",
                              cohort.name, cohort.report_period_seconds, *window),
                          .fix = "choose a window of at least the period of the reports"};
    }
    return std::nullopt;
}

}  // namespace

extern const Lint window_shorter_than_reports;
constinit const Lint window_shorter_than_reports{
    .name = "window-shorter-than-reports",
    .story =
        "A device-side metric is judged when a report comes, over the window before it. When "
        "the window is shorter than the time between reports, its figures are those of "
        "the longer time, and the limit is compared with something else than was meant.",
    .example = R"({"name": "Out", "metric": "aws:all-bytes-out",
 "criteria": {"comparisonOperator": "less-than", "value": {"count": 10000},
  "durationSeconds": 300}})",
    .fix = R"({"name": "Out", "metric": "aws:all-bytes-out",
 "criteria": {"comparisonOperator": "less-than", "value": {"count": 30000},
  "durationSeconds": 900}})",
    .of_behavior = of_behavior,
    .needs_context = true,
};

}  // namespace engine::lint_table
