// What AWS refuses in a behaviour's criteria. (docs/detect-semantics §9.3)
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/detect/criteria.hpp"
#include "engine/detect/profile_validate.hpp"
#include "fleet/base/text.hpp"

namespace engine {
namespace {

using fleet::Json;
using Form = MetricValue::Form;

const std::array<std::string, 7> criteria_keys{"comparisonOperator",
                                               "value",
                                               "durationSeconds",
                                               "consecutiveDatapointsToAlarm",
                                               "consecutiveDatapointsToClear",
                                               "statisticalThreshold",
                                               "mlDetectionConfig"};
const std::array<std::string, 6> value_keys{"count",  "cidrs",   "ports",
                                            "number", "numbers", "strings"};
const std::array<std::string, 11> statistics{"p0",  "p0.1", "p0.01", "p1",     "p10", "p50",
                                             "p90", "p99",  "p99.9", "p99.99", "p100"};
const std::array<std::string, 3> confidence_levels{"LOW", "MEDIUM", "HIGH"};
constexpr std::array<int, 5> durations{300, 600, 900, 1800, 3600};

/// The criteria under judgement and what is known about its metric.
struct Subject {
    const Json& criteria;
    const Metric* metric;  // nullptr: unknown
    Complaints& complaints;

    void say(std::string_view key, std::string_view detail) const {
        complaints.say(key.empty() ? "criteria" : "criteria." + std::string(key), detail);
    }
    bool has(std::string_view key) const { return criteria.contains(key); }
    const Json& at(std::string_view key) const { return criteria.find(key).value(); }
};

std::string list_of(std::span<const ComparisonOperator> operators) {
    std::string text;
    for (const auto comparison : operators) {
        if (!text.empty()) text += ", ";
        text += name_of(comparison);
    }
    return text;
}

bool is_one_of(const Json& value, std::span<const std::string> words) {
    return value.is_string() && std::find(words.begin(), words.end(),
                                          value.get_ref<const std::string&>()) != words.end();
}

void check_consecutive(const Subject& subject, std::string_view key) {
    if (!subject.has(key)) return;
    const auto& value = subject.at(key);
    if (!value.is_number_integer() || value < 1 || value > 10)
        subject.say(key, fmt::format("{} {} should be in range[1,10]", key, quoted(value)));
}

/// The operator when it is one, whatever the metric thinks of it.
std::optional<ComparisonOperator> check_operator(const Subject& subject) {
    constexpr std::string_view key = "comparisonOperator";
    if (!subject.has(key)) {
        subject.say("", "comparisonOperator is required");
        return std::nullopt;
    }
    const auto& value = subject.at(key);
    const auto name = value.is_string() ? value.get<std::string>() : std::string{};
    const auto comparison = comparison_operator(name);
    if (!comparison) {
        subject.say(key, fmt::format("comparisonOperator {} is not known{}", quoted(value),
                                     fleet::did_you_mean(name, operator_names())));
        return std::nullopt;
    }
    if (subject.metric == nullptr) return comparison;
    const auto allowed = subject.metric->operators;
    if (std::find(allowed.begin(), allowed.end(), *comparison) == allowed.end()) {
        subject.say(key, fmt::format("comparisonOperator {} cannot be used with metric {}, should "
                                     "be one of {}",
                                     name, subject.metric->name, list_of(allowed)));
        return std::nullopt;
    }
    return comparison;
}

void check_duration(const Subject& subject, DurationRule rule, std::string_view whose) {
    constexpr std::string_view key = "durationSeconds";
    if (!subject.has(key)) {
        if (rule == DurationRule::required)
            subject.say("", fmt::format("durationSeconds is required with {}", whose));
        return;
    }
    if (rule == DurationRule::forbidden)
        return subject.say(key, fmt::format("durationSeconds cannot be used with {}", whose));
    const auto& value = subject.at(key);
    if (!value.is_number_integer() ||
        std::find(durations.begin(), durations.end(), value) == durations.end())
        subject.say(key,
                    fmt::format("durationSeconds {} should be one of 300, 600, 900, 1800, 3600",
                                quoted(value)));
}

bool is_count(const Json& value) {
    return value.is_number_unsigned() || (value.is_number_integer() && value >= 0);
}
bool is_port(const Json& value) { return is_count(value) && value <= 65535; }
bool is_cidr(const Json& value) {
    return value.is_string() && parse_cidr(value.get_ref<const std::string&>()).has_value();
}

void check_elements(const Subject& subject, const Json& list, std::string_view key,
                    bool (*is_valid)(const Json&), std::string_view wanted) {
    const auto path = fmt::format("value.{}", key);
    if (!list.is_array()) return subject.say(path, fmt::format("{} should be a list", path));
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (!is_valid(list[i]))
            subject.say(fleet::path_of(path, i),
                        fmt::format("{} {} should be {}", path, quoted(list[i]), wanted));
    }
}

void check_value_content(const Subject& subject, const std::string& key, const Json& content) {
    if (key == "count" && !is_count(content)) {
        subject.say("value.count", fmt::format("value.count {} should be an integer of at least 0",
                                               quoted(content)));
    } else if (key == "number" && !content.is_number()) {
        subject.say("value.number",
                    fmt::format("value.number {} should be a number", quoted(content)));
    } else if (key == "cidrs") {
        check_elements(subject, content, key, is_cidr, "a CIDR block");
    } else if (key == "ports") {
        check_elements(subject, content, key, is_port, "in range[0,65535]");
    } else if (key == "numbers") {
        check_elements(
            subject, content, key, [](const Json& v) { return v.is_number(); }, "a number");
    } else if (key == "strings") {
        check_elements(
            subject, content, key, [](const Json& v) { return v.is_string(); }, "a text");
    }
}

void check_value(const Subject& subject, std::optional<ComparisonOperator> comparison) {
    const auto& value = subject.at("value");
    if (!value.is_object()) return subject.say("value", "value should be an object");
    for (const auto& [key, content] : value.items()) {
        if (std::find(value_keys.begin(), value_keys.end(), key) == value_keys.end()) {
            subject.say("value." + key, fmt::format("value.{} is not known{}", key,
                                                    fleet::did_you_mean(key, value_keys)));
        }
        check_value_content(subject, key, content);
    }
    if (!comparison || subject.metric == nullptr) return;
    const auto key = key_of(subject.metric->form);
    if (value.size() != 1 || !value.contains(key))
        subject.say("value", fmt::format("value should have exactly one member, {}", key));
}

void check_static(const Subject& subject) {
    const auto comparison = check_operator(subject);
    check_value(subject, comparison);
    if (subject.metric != nullptr) {
        check_duration(subject, subject.metric->duration,
                       fmt::format("metric {}", subject.metric->name));
    } else {
        check_duration(subject, DurationRule::optional, "");
    }
}

void check_statistical(const Subject& subject) {
    check_operator(subject);
    check_duration(subject, DurationRule::required, "statisticalThreshold");
    if (subject.metric != nullptr && !subject.metric->has_statistics)
        subject.say("statisticalThreshold",
                    fmt::format("statisticalThreshold cannot be used with metric {}",
                                subject.metric->name));
    const auto& threshold = subject.at("statisticalThreshold");
    if (!threshold.is_object() || threshold.size() != 1 || !threshold.contains("statistic"))
        return subject.say("statisticalThreshold",
                           "statisticalThreshold should have exactly one member, statistic");
    if (!is_one_of(threshold["statistic"], statistics))
        subject.say("statisticalThreshold.statistic",
                    fmt::format("statisticalThreshold.statistic {} should be one of {}",
                                quoted(threshold["statistic"]), fleet::join(statistics, ", ")));
}

void check_learning(const Subject& subject) {
    for (const auto* key : {"comparisonOperator", "durationSeconds"}) {
        if (subject.has(key))
            subject.say(key, fmt::format("{} cannot be used with mlDetectionConfig", key));
    }
    if (subject.metric != nullptr && !subject.metric->has_learning)
        subject.say(
            "mlDetectionConfig",
            fmt::format("mlDetectionConfig cannot be used with metric {}", subject.metric->name));
    const auto& config = subject.at("mlDetectionConfig");
    if (!config.is_object() || config.size() != 1 || !config.contains("confidenceLevel"))
        return subject.say("mlDetectionConfig",
                           "mlDetectionConfig should have exactly one member, confidenceLevel");
    if (!is_one_of(config["confidenceLevel"], confidence_levels))
        subject.say(
            "mlDetectionConfig.confidenceLevel",
            fmt::format("mlDetectionConfig.confidenceLevel {} should be one of {}",
                        quoted(config["confidenceLevel"]), fleet::join(confidence_levels, ", ")));
}

}  // namespace

void check_criteria(const Json& criteria, const Metric* metric, Complaints& complaints) {
    if (!criteria.is_object()) return complaints.say("criteria", "criteria should be an object");
    const Subject subject{criteria, metric, complaints};
    complaints.expect_keys(criteria, "criteria", criteria_keys);
    check_consecutive(subject, "consecutiveDatapointsToAlarm");
    check_consecutive(subject, "consecutiveDatapointsToClear");
    const int kinds = int{subject.has("value")} + int{subject.has("statisticalThreshold")} +
                      int{subject.has("mlDetectionConfig")};
    if (kinds != 1) {
        subject.say("",
                    "exactly one of value, statisticalThreshold and mlDetectionConfig should be "
                    "given");
        return;
    }
    if (subject.has("value")) check_static(subject);
    if (subject.has("statisticalThreshold")) check_statistical(subject);
    if (subject.has("mlDetectionConfig")) check_learning(subject);
}

}  // namespace engine
