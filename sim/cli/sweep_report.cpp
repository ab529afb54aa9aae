#include "sim/cli/sweep_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

namespace cli {
namespace {

std::string shown(const std::optional<double>& number, std::string_view nothing) {
    return number ? fmt::format("{:.6g}", *number) : std::string(nothing);
}

std::string shown(const std::optional<bool>& answer, std::string_view nothing) {
    return answer ? *answer ? "yes" : "no" : std::string(nothing);
}

std::vector<std::string> cells_of(const SweptPoint& point, std::string_view nothing) {
    return {point.value,
            shown(point.meets_expectations, nothing),
            fmt::format("{}", point.detect.true_positives),
            fmt::format("{}", point.detect.false_positives),
            fmt::format("{}", point.detect.false_negatives),
            shown(point.detect.precision(), nothing),
            shown(point.detect.recall(), nothing),
            shown(point.false_alarms, nothing),
            shown(point.seconds_p50, nothing),
            shown(point.seconds_p90, nothing),
            shown(point.seconds_max, nothing)};
}

constexpr std::array<std::string_view, 11> columns{"value",
                                                   "meetsExpectations",
                                                   "truePositives",
                                                   "falsePositives",
                                                   "falseNegatives",
                                                   "precision",
                                                   "recall",
                                                   "falseAlarmsPerDeviceDay",
                                                   "timeToDetectP50Seconds",
                                                   "timeToDetectP90Seconds",
                                                   "timeToDetectMaxSeconds"};
constexpr std::array<std::string_view, 11> titles{
    "value",  "as expected",      "TP",    "FP",    "FN",   "precision",
    "recall", "false/device-day", "p50 s", "p90 s", "max s"};

}  // namespace

bool has_something_to_find(const std::vector<SweptPoint>& points) {
    return std::ranges::any_of(
        points, [](const SweptPoint& point) { return point.detect.recall().has_value(); });
}

std::string text_of(const std::vector<SweptPoint>& points) {
    std::string text;
    const auto line = [&](const auto& cells) {
        for (std::size_t i = 0; i < columns.size(); ++i)
            text += fmt::format("{:>{}}", cells[i], std::max<std::size_t>(titles[i].size(), 6) + 3);
        text += '\n';
    };
    line(titles);
    for (const auto& point : points) line(cells_of(point, "-"));
    if (!has_something_to_find(points)) text += fmt::format("{}\n", nothing_to_find);
    return text;
}

std::string csv_of(const std::vector<SweptPoint>& points) {
    auto text = fmt::format("{}\n", fmt::join(columns, ","));
    for (const auto& point : points)
        text += fmt::format("{}\n", fmt::join(cells_of(point, ""), ","));
    return text;
}

fleet::Json json_of(const Sweeping& sweeping) {
    const auto figure = [](const auto& number) {
        return number ? fleet::Json(*number) : fleet::Json();
    };
    fleet::Json json{{"parameter", sweeping.parameter}};
    if (sweeping.has_budget)
        json["best"] =
            sweeping.best == nullptr ? fleet::Json() : fleet::Json::parse(sweeping.best->value);
    auto& all = json["points"] = fleet::Json::array();
    for (const auto& point : sweeping.points) {
        all.push_back({{"value", fleet::Json::parse(point.value)},
                       {"meetsExpectations", figure(point.meets_expectations)},
                       {"truePositives", point.detect.true_positives},
                       {"falsePositives", point.detect.false_positives},
                       {"falseNegatives", point.detect.false_negatives},
                       {"precision", figure(point.detect.precision())},
                       {"recall", figure(point.detect.recall())},
                       {"falseAlarmsPerDeviceDay", figure(point.false_alarms)},
                       {"timeToDetectSeconds",
                        {{"p50", figure(point.seconds_p50)},
                         {"p90", figure(point.seconds_p90)},
                         {"max", figure(point.seconds_max)}}}});
    }
    return json;
}

}  // namespace cli
