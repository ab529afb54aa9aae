// Copied, renamed, and never changed: two alarms for one thing.
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "engine/detect/lint.hpp"

namespace engine::lint_table {
namespace {

/// What a behaviour asserts; the order of keys does not count.
std::string assertion(const fleet::Json& behavior) {
    auto sorted = nlohmann::json::object();
    for (const auto* key : {"metric", "metricDimension", "criteria"}) {
        if (behavior.contains(key))
            sorted[key] = nlohmann::json::parse(fleet::to_line(behavior[key]));
    }
    return sorted.dump();
}

std::vector<LintRemark> of_profile(const fleet::Json& profile) {
    std::vector<LintRemark> remarks;
    if (!profile.is_object() || !profile.contains("behaviors") || !profile["behaviors"].is_array())
        return remarks;
    std::map<std::string, std::size_t> first;
    const auto& behaviors = profile["behaviors"];
    for (std::size_t i = 0; i < behaviors.size(); ++i) {
        if (!behaviors[i].is_object() || !behaviors[i].contains("criteria")) continue;
        const auto [known, is_new] = first.emplace(assertion(behaviors[i]), i);
        if (is_new) continue;
        remarks.push_back({.path = fleet::path_of("behaviors", i),
                           .message = fmt::format("states the same as behaviors[{}]: both alarm "
                                                  "together",
                                                  known->second),
                           .fix = "take one of them out, or change what it was copied for"});
    }
    return remarks;
}

}  // namespace

extern const Lint same_behavior_twice;
constinit const Lint same_behavior_twice{
    .name = "same-behavior-twice",
    .story =
        "Two behaviors of one profile have the same metric, dimension and criteria. Every "
        "alarm comes twice, and what the copy was made for is not watched.",
    .example = R"({"securityProfileName": "guard", "behaviors": [
 {"name": "A", "metric": "aws:num-disconnects",
  "criteria": {"comparisonOperator": "less-than", "value": {"count": 5}, "durationSeconds": 300}},
 {"name": "B", "metric": "aws:num-disconnects",
  "criteria": {"durationSeconds": 300,
   "comparisonOperator": "less-than", "value": {"count": 5}}}]})",
    .fix = R"({"securityProfileName": "guard", "behaviors": [
 {"name": "A", "metric": "aws:num-disconnects",
  "criteria": {"comparisonOperator": "less-than", "value": {"count": 5}, "durationSeconds": 300}},
 {"name": "B", "metric": "aws:num-disconnects",
  "criteria": {"comparisonOperator": "less-than", "value": {"count": 20},
   "durationSeconds": 3600}}]})",
    .of_profile = of_profile,
};

}  // namespace engine::lint_table
