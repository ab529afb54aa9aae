// The list of plain names cannot tell which metrics to export; AWS replaced it.
#include <nlohmann/json.hpp>

#include "engine/detect/lint.hpp"

namespace engine::lint_table {
namespace {

std::vector<LintRemark> of_profile(const fleet::Json& profile) {
    if (!profile.is_object() || !profile.contains("additionalMetricsToRetain")) return {};
    const auto& old = profile["additionalMetricsToRetain"];
    if (old.is_array() && old.empty()) return {};  // as DescribeSecurityProfile answers
    // Likewise, where the same stands in both.
    if (profile.contains("additionalMetricsToRetainV2")) return {};
    return {{.path = "additionalMetricsToRetain",
             .message = "additionalMetricsToRetain is deprecated",
             .fix = "write \"additionalMetricsToRetainV2\": [{\"metric\": …}] instead"}};
}

}  // namespace

extern const Lint deprecated_retention;
constinit const Lint deprecated_retention{
    .name = "deprecated-retention",
    .story =
        "AWS replaced the list of names by one of objects, additionalMetricsToRetainV2, which "
        "alone can say that a metric is exported.",
    .example = R"({"securityProfileName": "guard",
 "additionalMetricsToRetain": ["aws:num-disconnects"]})",
    .fix = R"({"securityProfileName": "guard",
 "additionalMetricsToRetainV2": [{"metric": "aws:num-disconnects"}]})",
    .of_profile = of_profile,
};

}  // namespace engine::lint_table
