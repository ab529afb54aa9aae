// The figures of score.json that a comparison tells; those of each rule follow from its findings.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/report/comparison.hpp"

namespace report {
namespace {

using fleet::Json;

const Json& member_of(const Json& object, std::string_view key) {
    static const Json nothing;
    if (!object.is_object()) return nothing;
    const auto found = object.find(key);
    return found == object.end() ? nothing : *found;
}

}  // namespace

ScoreFigures figures_in(const Json& score) {
    ScoreFigures told;
    const auto add = [&](std::string name, const Json& value) {
        told.figures.emplace_back(
            std::move(name), value.is_number() ? std::optional(value.get<double>()) : std::nullopt);
    };
    for (const auto* half : {"audit", "detect"}) {
        const auto& overall = member_of(member_of(score, half), "overall");
        for (const auto* key :
             {"truePositives", "falsePositives", "falseNegatives", "precision", "recall", "f1"})
            add(fmt::format("{}.{}", half, key), member_of(overall, key));
    }
    const auto& detect = member_of(score, "detect");
    for (const auto* key : {"p50", "p90", "max"})
        add(fmt::format("detect.timeToDetectSeconds.{}", key),
            member_of(member_of(detect, "timeToDetectSeconds"), key));
    add("detect.falseAlarmsPerDeviceDay", member_of(detect, "falseAlarmsPerDeviceDay"));
    const auto& expectations = member_of(score, "expectations");
    for (std::size_t i = 0; expectations.is_array() && i < expectations.size(); ++i) {
        const auto& words = member_of(expectations[i], "expectation");
        if (words.is_string())
            told.expectations[words.get<std::string>()] =
                member_of(expectations[i], "passed") == true;
    }
    return told;
}

}  // namespace report
