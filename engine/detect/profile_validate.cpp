#include "engine/detect/profile_validate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/detect/criteria.hpp"
#include "fleet/base/text.hpp"

namespace engine {
namespace {

using fleet::Json;

constexpr std::size_t behaviors_max = 100;
constexpr std::size_t value_elements_max = 1000;
const std::array<std::string, 6> behavior_keys{"name",     "metric",         "metricDimension",
                                               "criteria", "suppressAlerts", "exportMetric"};
const std::array<std::string, 2> dimension_keys{"dimensionName", "operator"};
/// The kind of criteria that is taken without being judged.
constexpr std::string_view learning = "MACHINE_LEARNING";

/// How messages name the behaviour: by its name, else by its place.
std::string label_of(const Json& behavior, std::size_t index) {
    if (behavior.is_object() && behavior.contains("name") && behavior["name"].is_string() &&
        !behavior["name"].get_ref<const std::string&>().empty())
        return quoted(behavior["name"]);
    return fmt::format("behaviors[{}]", index);
}

void check_name(const Json& behavior, std::set<std::string>& names, Complaints& complaints) {
    if (!behavior.contains("name")) return complaints.say("", "name is required");
    const auto& name = behavior["name"];
    if (!name.is_string() || !is_detect_name(name.get_ref<const std::string&>())) {
        complaints.say("name", "name should be 1 to 128 characters of [a-zA-Z0-9:_-]");
    } else if (!names.insert(name.get<std::string>()).second) {
        complaints.say("name", "name should be unique within the profile");
    }
}

/// The metric of a behaviour; a custom one as a card of its own.
struct MetricChoice {
    const Metric* metric = nullptr;  // of AWS's
    std::optional<Metric> custom;

    const Metric* card() const { return custom ? &*custom : metric; }
};

/// A custom metric is of its defined type; of one that nothing defines the criteria tells the type.
std::optional<Metric> custom_card(const Json& behavior, const std::string& name,
                                  const Definitions* definitions, Complaints& complaints) {
    const auto* defined = definitions == nullptr ? nullptr : definitions->custom_metric(name);
    if (defined != nullptr) return card_of(defined->type, defined->name);
    if (definitions != nullptr && definitions->is_complete) {
        std::vector<std::string> names(metric_names().begin(), metric_names().end());
        for (const auto& metric : definitions->custom_metrics) names.push_back(metric.name);
        complaints.say("metric",
                       fmt::format("metric {} is not defined as a custom metric{}; define it in "
                                   "detect.customMetrics, or for a replay in --custom-metrics",
                                   name, fleet::did_you_mean(name, names)));
        return std::nullopt;
    }
    if (!behavior.contains("criteria")) return card_of(CustomMetricType::number, {});
    const auto type = type_by_criteria(behavior["criteria"]);
    if (type) return card_of(*type, behavior["metric"].get_ref<const std::string&>());
    complaints.say("criteria.comparisonOperator",
                   fmt::format("comparisonOperator {} cannot be used with custom metric {}",
                               quoted(behavior["criteria"]["comparisonOperator"]), name));
    return std::nullopt;
}

MetricChoice check_metric(const Json& behavior, const Definitions* definitions,
                          Complaints& complaints) {
    if (!behavior.contains("metric")) {
        if (behavior.contains("criteria"))
            complaints.say("", "metric is required when criteria is given");
        return {};
    }
    const auto& value = behavior["metric"];
    const auto name = value.is_string() ? value.get<std::string>() : std::string{};
    if (const auto* metric = metric_named(name); metric != nullptr) return {metric, {}};
    if (is_detect_name(name) && !name.starts_with("aws:"))
        return {nullptr, custom_card(behavior, name, definitions, complaints)};
    complaints.say("metric", fmt::format("metric {} is not known{}", quoted(value),
                                         fleet::did_you_mean(name, metric_names())));
    return {};
}

/// Rules take a dimension with other metrics than learning does.
bool takes_dimension(const Json& behavior, const MetricChoice& choice) {
    if (choice.custom) return false;
    if (choice.metric == nullptr) return true;  // another complaint
    const bool is_learnt = behavior.contains(Json::json_pointer("/criteria/mlDetectionConfig"));
    return is_learnt ? choice.metric->has_dimension_in_learning
                     : choice.metric->has_dimension_in_rules;
}

void check_behavior(const Json& behavior, std::set<std::string>& names,
                    const Definitions* definitions, Complaints& complaints) {
    if (!behavior.is_object()) {
        return complaints.say(
            "", fmt::format("it should be an object but is {}", fleet::kind_of(behavior)));
    }
    complaints.expect_keys(behavior, "", behavior_keys);
    check_name(behavior, names, complaints);
    const auto choice = check_metric(behavior, definitions, complaints);
    check_dimension(
        behavior, takes_dimension(behavior, choice), definitions,
        [&](std::string_view path, const std::string& detail) { complaints.say(path, detail); });
    if (behavior.contains("criteria"))
        check_criteria(behavior["criteria"], choice.card(), complaints);
    complaints.expect_boolean(behavior, "suppressAlerts");
    complaints.expect_boolean(behavior, "exportMetric");
}

/// Counts, numbers, blocks, ports and texts of one behaviour's value.
std::size_t value_elements(const Json& behavior) {
    const auto value = Json::json_pointer("/criteria/value");
    if (!behavior.is_object() || !behavior.contains(value)) return 0;
    if (!behavior[value].is_object()) return 0;
    std::size_t elements = 0;
    for (const auto& member : behavior[value]) elements += member.is_array() ? member.size() : 1;
    return elements;
}

/// Topics are known of messages and requests; filters, where the dimension is defined.
std::string unknown_dimension(const Json& behavior, const Definitions* definitions) {
    if (!behavior.contains("metricDimension")) return {};
    const auto& name = behavior["metricDimension"]["dimensionName"].get_ref<const std::string&>();
    if (definitions != nullptr && definitions->dimension(name) != nullptr) return {};
    return fmt::format("the dimension {}, which nothing defines here, is", name);
}

std::string not_evaluated_reason(const Json& behavior, const Definitions* definitions) {
    if (!behavior.contains("metric")) return {};
    const auto* metric = metric_named(behavior["metric"].get_ref<const std::string&>());
    if (auto reason = unknown_dimension(behavior, definitions); !reason.empty()) return reason;
    if (!behavior.contains("criteria")) return {};
    if (metric != nullptr && metric->reading == Reading::not_evaluated)
        return std::string(metric->name) + " is";
    for (const auto* kind : criteria_kinds()) {
        const bool is_judged = kind->conforms != nullptr || kind->name == learning;
        if (!is_judged && behavior["criteria"].contains(std::string(kind->key)))
            return fmt::format("criteria of kind {} are", kind->name);
    }
    return {};
}

}  // namespace

void Complaints::say(std::string_view path, std::string_view detail) {
    problems_.push_back({.path = path.empty() ? place_ : place_ + "." + std::string(path),
                         .message = fmt::format("Behavior {} is malformed. {}", label_, detail)});
}

void Complaints::expect_keys(const Json& object, std::string_view path,
                             std::span<const std::string> known) {
    for (const auto& [key, value] : object.items()) {
        if (std::find(known.begin(), known.end(), key) != known.end()) continue;
        const auto prefix = path.empty() ? std::string{} : std::string(path) + ".";
        say(prefix + key,
            fmt::format("{}{} is not known{}", prefix, key, fleet::did_you_mean(key, known)));
    }
}

void Complaints::expect_boolean(const Json& object, std::string_view key) {
    const auto member = object.find(key);
    if (member != object.end() && !member->is_boolean())
        say(key, fmt::format("{} {} should be true or false", key, quoted(*member)));
}

bool is_detect_name(std::string_view name) {
    const auto is_allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == ':' || c == '_' || c == '-';
    };
    return !name.empty() && name.size() <= 128 && std::all_of(name.begin(), name.end(), is_allowed);
}

std::string quoted(const Json& value) {
    if (!value.is_string()) return fleet::excerpt(value);
    const auto& text = value.get_ref<const std::string&>();
    // A text that looks like the number that should stand there.
    if (!text.empty() && text.find_first_not_of("0123456789.-") == std::string::npos)
        return fleet::excerpt(value);
    return text.size() > 200 ? text.substr(0, 197) + "..." : text;
}

void check_dimension(const Json& holder, bool is_allowed, const Definitions* definitions,
                     const std::function<void(std::string_view, std::string)>& say) {
    if (!holder.contains("metricDimension")) return;
    const auto& dimension = holder["metricDimension"];
    if (!dimension.is_object())
        return say("metricDimension", "metricDimension should be an object");
    for (const auto& [key, value] : dimension.items()) {
        if (std::ranges::find(dimension_keys, key) == dimension_keys.end())
            say("metricDimension." + key, fmt::format("metricDimension.{} is not known{}", key,
                                                      fleet::did_you_mean(key, dimension_keys)));
    }
    if (!is_allowed)
        say("metricDimension",
            fmt::format("metricDimension cannot be used with metric {}", quoted(holder["metric"])));
    const auto name = dimension.find("dimensionName");
    if (name == dimension.end()) {
        say("metricDimension", "metricDimension.dimensionName is required");
    } else if (!name->is_string() || !is_detect_name(name->get_ref<const std::string&>())) {
        say("metricDimension.dimensionName",
            "metricDimension.dimensionName should be 1 to 128 characters of [a-zA-Z0-9:_-]");
    } else if (definitions != nullptr && definitions->is_complete &&
               definitions->dimension(name->get_ref<const std::string&>()) == nullptr) {
        std::vector<std::string> names;
        for (const auto& known : definitions->dimensions) names.push_back(known.name);
        say("metricDimension.dimensionName",
            fmt::format("metricDimension.dimensionName {} is not defined as a dimension{}",
                        quoted(*name), fleet::did_you_mean(name->get<std::string>(), names)));
    }
    if (!dimension.contains("operator") || dimension["operator"].is_null()) return;
    if (dimension["operator"] != "IN" && dimension["operator"] != "NOT_IN")
        say("metricDimension.operator",
            fmt::format("metricDimension.operator {} should be one of IN, NOT_IN",
                        quoted(dimension["operator"])));
}

std::vector<BehaviorProblem> behavior_problems(const Json& behaviors,
                                               const Definitions* definitions) {
    if (!behaviors.is_array())
        return {{.path = "",
                 .message = fmt::format("behaviors should be a list of behaviors but is {}",
                                        fleet::kind_of(behaviors))}};
    std::vector<BehaviorProblem> problems;
    std::set<std::string> names;
    std::size_t elements = 0;
    for (std::size_t i = 0; i < behaviors.size(); ++i) {
        Complaints complaints(fleet::path_of("", i), label_of(behaviors[i], i), problems);
        check_behavior(behaviors[i], names, definitions, complaints);
        elements += value_elements(behaviors[i]);
    }
    if (behaviors.size() > behaviors_max)
        problems.push_back({"", fmt::format("behaviors has {} items, should have at most {}",
                                            behaviors.size(), behaviors_max)});
    if (elements > value_elements_max)
        problems.push_back(
            {"", fmt::format("behaviors has {} value elements, should have at most {}", elements,
                             value_elements_max)});
    return problems;
}

std::vector<BehaviorProblem> not_evaluated(const Json& behaviors, const Definitions* definitions) {
    std::vector<BehaviorProblem> problems;
    for (std::size_t i = 0; i < behaviors.size(); ++i) {
        const auto reason = not_evaluated_reason(behaviors[i], definitions);
        if (reason.empty()) continue;
        problems.push_back(
            {fleet::path_of("", i),
             fmt::format("Behavior {} is valid for AWS, but {} not evaluated by this "
                         "version; remove the behavior to go on without it",
                         label_of(behaviors[i], i), reason)});
    }
    return problems;
}

std::vector<std::string> unjudged_notes(const Json& behaviors) {
    std::vector<std::string> notes;
    for (std::size_t i = 0; i < behaviors.size(); ++i) {
        if (behaviors[i].contains(Json::json_pointer("/criteria/mlDetectionConfig")))
            notes.push_back(
                fmt::format("Behavior {} is of kind {}, which is not evaluated by this version: it "
                            "never alarms",
                            label_of(behaviors[i], i), learning));
    }
    return notes;
}

std::vector<std::string> validate_behaviors(const Json& behaviors, const Definitions* definitions) {
    std::vector<std::string> messages;
    for (auto& problem : behavior_problems(behaviors, definitions))
        messages.push_back(std::move(problem.message));
    return messages;
}

}  // namespace engine
