// What lints say of a profile, for their tests.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/detect/lint.hpp"

namespace support {

/// The names of the lints that speak of `text`, a behaviour or a profile.
inline std::vector<std::string> speaking(const std::string& text,
                                         const engine::LintContext& context = {}) {
    auto json = fleet::Json::parse(text);
    if (json.contains("name")) {
        auto profile = fleet::Json::object();
        profile["behaviors"].push_back(json);
        json = profile;
    }
    std::vector<std::string> names;
    for (const auto& finding : engine::lint(json, context)) names.emplace_back(finding.lint->name);
    return names;
}

/// A behaviour with this metric and these members of its criteria.
inline std::string behavior(const std::string& metric, const std::string& criteria) {
    return R"({"name": "X", "metric": ")" + metric + R"(", "criteria": {)" + criteria + "}}";
}
inline std::string limit(const std::string& metric, const std::string& comparison,
                         const std::string& count, const std::string& more = "") {
    return behavior(metric, R"("comparisonOperator": ")" + comparison +
                                R"(", "value": {"count": )" + count + "}" + more);
}
inline std::string blocks(const std::string& comparison, const std::string& list) {
    return behavior("aws:source-ip-address", R"("comparisonOperator": ")" + comparison +
                                                 R"(", "value": {"cidrs": )" + list + "}");
}
inline std::string percentile(const std::string& comparison, const std::string& statistic) {
    return behavior("aws:num-messages-sent",
                    R"("comparisonOperator": ")" + comparison +
                        R"(", "durationSeconds": 300, "statisticalThreshold": {"statistic": ")" +
                        statistic + "\"}");
}

}  // namespace support
