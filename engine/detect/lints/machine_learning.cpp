// What a model would judge is valid, and no drill can show anything of it.
#include <fmt/format.h>

#include "engine/detect/lint.hpp"

namespace engine::lint_table {
namespace {

std::optional<LintRemark> of_behavior(const BehaviorView& behavior) {
    if (behavior.criteria("mlDetectionConfig") == nullptr) return std::nullopt;
    return LintRemark{
        .path = "criteria.mlDetectionConfig",
        .message =
            "machine learning is not evaluated: the behavior never alarms here, and no "
            "test or coverage shows anything of it",
        .fix =
            "keep it for the service, and put a statistical threshold beside it to have "
            "something that a drill can judge"};
}

}  // namespace

extern const Lint machine_learning;
constinit const Lint machine_learning{
    .name = "machine-learning",
    .story =
        "The service learns for weeks from the fleet at hand before such a behavior speaks. "
        "fleetdrill takes it and does not evaluate it: a scenario that passes says nothing about "
        "it.",
    .example = R"({"name": "Sent", "metric": "aws:num-messages-sent",
 "criteria": {"mlDetectionConfig": {"confidenceLevel": "HIGH"}}})",
    .fix = R"({"name": "Sent", "metric": "aws:num-messages-sent",
 "criteria": {"comparisonOperator": "less-than-equals",
  "statisticalThreshold": {"statistic": "p99"},
  "durationSeconds": 300}})",
    .of_behavior = of_behavior,
};

}  // namespace engine::lint_table
