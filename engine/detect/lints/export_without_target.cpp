// A metric is exported to the topic that the profile names, or not at all.
#include <nlohmann/json.hpp>

#include "engine/detect/lint.hpp"

namespace engine::lint_table {
namespace {

std::vector<LintRemark> of_profile(const fleet::Json& profile) {
    if (!profile.is_object() || profile.contains("metricsExportConfig")) return {};
    std::vector<LintRemark> remarks;
    for (const auto* key : {"behaviors", "additionalMetricsToRetainV2"}) {
        const auto list = profile.find(key);
        if (list == profile.end() || !list->is_array()) continue;
        for (std::size_t i = 0; i < list->size(); ++i) {
            const auto& entry = (*list)[i];
            if (!entry.is_object() || !entry.contains("exportMetric") ||
                entry["exportMetric"] != true)
                continue;
            remarks.push_back(
                {.path = fleet::path_of(fleet::path_of(key, i), "exportMetric"),
                 .message = "the profile has no metricsExportConfig: nothing is exported",
                 .fix = "add \"metricsExportConfig\": {\"mqttTopic\": …, \"roleArn\": …}"});
        }
    }
    return remarks;
}

}  // namespace

extern const Lint export_without_target;
constinit const Lint export_without_target{
    .name = "export-without-target",
    .story =
        "exportMetric marks what is exported, metricsExportConfig says where to. The mark "
        "alone is taken and does nothing.",
    .example = R"({"securityProfileName": "guard",
 "additionalMetricsToRetainV2": [{"metric": "aws:num-disconnects", "exportMetric": true}]})",
    .fix = R"({"securityProfileName": "guard",
 "additionalMetricsToRetainV2": [{"metric": "aws:num-disconnects", "exportMetric": true}],
 "metricsExportConfig": {"mqttTopic": "metrics",
  "roleArn": "arn:aws:iam::123456789012:role/export"}})",
    .of_profile = of_profile,
};

}  // namespace engine::lint_table
