// A security profile from AWS's JSON: the request of CreateSecurityProfile, or what
// DescribeSecurityProfile answers. (docs/detect-semantics §9)
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/detect/metrics.hpp"
#include "engine/detect/profile.hpp"
#include "engine/detect/profile_validate.hpp"
#include "fleet/base/text.hpp"

namespace engine {
namespace {

using fleet::Json;

constexpr std::string_view profile_type = "AWS::IoT::SecurityProfile";
const std::array<std::string, 12> profile_keys{
    "securityProfileName", "securityProfileDescription", "behaviors", "alertTargets",
    "additionalMetricsToRetain", "additionalMetricsToRetainV2", "tags", "metricsExportConfig",
    // what DescribeSecurityProfile adds
    "securityProfileArn", "version", "creationDate", "lastModifiedDate"};
constexpr std::size_t description_max = 1000;
constexpr std::size_t role_arn_min = 20, arn_max = 2048;

/// Where in the source problems are found. Paths are those of the request.
struct Place {
    const Described& described;
    const fleet::Document& source;
    fleet::Problems& problems;

    void say(std::string_view path, std::string message) const {
        problems.add(source.problem(described.place(path), std::move(message)));
    }
};

const Json* member(const Json& object, std::string_view key) {
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

void expect_keys(const Json& object, const Place& place, std::string_view path,
                 std::span<const std::string> known) {
    for (const auto& [key, value] : object.items()) {
        if (std::find(known.begin(), known.end(), key) == known.end())
            place.say(fleet::path_of(path, key), fmt::format("the key \"{}\" is not known here{}",
                                                             key, fleet::did_you_mean(key, known)));
    }
}

/// The text at `key` of `min` to `max` bytes, or a problem and an empty text.
std::string required_text(const Json& object, const Place& place, std::string_view path,
                          std::string_view key, std::size_t max, std::size_t min = 1) {
    const auto* value = member(object, key);
    if (value == nullptr) {
        place.say(path, fmt::format("{} is required", key));
        return {};
    }
    if (!value->is_string() || value->get_ref<const std::string&>().size() < min ||
        value->get_ref<const std::string&>().size() > max) {
        place.say(fleet::path_of(path, key),
                  fmt::format("{} should be a text of {} to {} characters", key, min, max));
        return {};
    }
    return value->get<std::string>();
}

void read_names(const Json& json, const Place& place, std::string_view base,
                SecurityProfile& profile) {
    profile.name = place.described.logical_id();  // what CloudFormation makes its name of
    if (profile.name.empty() || json.contains("securityProfileName"))
        profile.name = required_text(json, place, base, "securityProfileName", 128);
    if (!profile.name.empty() && !is_detect_name(profile.name))
        place.say(fleet::path_of(base, "securityProfileName"),
                  fmt::format("securityProfileName \"{}\" should be 1 to 128 characters of "
                              "[a-zA-Z0-9:_-]",
                              profile.name));
    const auto* description = member(json, "securityProfileDescription");
    if (description == nullptr) return;
    const auto is_control = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    };
    profile.description = description->is_string() ? description->get<std::string>() : "";
    if (!description->is_string() || profile.description.size() > description_max ||
        std::any_of(profile.description.begin(), profile.description.end(), is_control))
        place.say(fleet::path_of(base, "securityProfileDescription"),
                  "securityProfileDescription should be a printable text of at most 1000 "
                  "characters");
}

void read_alert_targets(const Json& json, const Place& place, std::string_view base,
                        SecurityProfile& profile) {
    const auto* targets = member(json, "alertTargets");
    if (targets == nullptr) return;
    static const std::array<std::string, 1> kinds{"SNS"};
    static const std::array<std::string, 2> keys{"alertTargetArn", "roleArn"};
    const auto path = fleet::path_of(base, "alertTargets");
    if (!targets->is_object()) return place.say(path, "alertTargets should be an object");
    expect_keys(*targets, place, path, kinds);
    const auto* sns = member(*targets, "SNS");
    if (sns == nullptr) return;
    const auto sns_path = fleet::path_of(path, "SNS");
    if (!sns->is_object()) return place.say(sns_path, "SNS should be an object");
    expect_keys(*sns, place, sns_path, keys);
    profile.alert_topic_arn = required_text(*sns, place, sns_path, "alertTargetArn", arn_max);
    profile.alert_role_arn = required_text(*sns, place, sns_path, "roleArn", arn_max, role_arn_min);
}

void read_export(const Json& json, const Place& place, std::string_view base,
                 SecurityProfile& profile) {
    const auto* config = member(json, "metricsExportConfig");
    if (config == nullptr) return;
    static const std::array<std::string, 2> keys{"mqttTopic", "roleArn"};
    const auto path = fleet::path_of(base, "metricsExportConfig");
    if (!config->is_object()) return place.say(path, "metricsExportConfig should be an object");
    expect_keys(*config, place, path, keys);
    profile.export_topic = required_text(*config, place, path, "mqttTopic", 512);
    if (fleet::has_topic_wildcard(profile.export_topic))
        place.say(fleet::path_of(path, "mqttTopic"),
                  fmt::format("mqttTopic {} should be a topic, without wildcards",
                              quoted(Json(profile.export_topic))));
    required_text(*config, place, path, "roleArn", arn_max, role_arn_min);
}

void check_retained_metric(const Json& metric, const Place& place, const std::string& path,
                           const Definitions* definitions) {
    const auto name = metric.is_string() ? metric.get<std::string>() : std::string{};
    if (metric_named(name) != nullptr) return;
    if (!is_detect_name(name) || name.starts_with("aws:"))
        return place.say(path, fmt::format("metric {} is not known{}", quoted(metric),
                                           fleet::did_you_mean(name, metric_names())));
    if (definitions != nullptr && definitions->is_complete &&
        definitions->custom_metric(name) == nullptr)
        place.say(path, fmt::format("metric {} is not defined as a custom metric", name));
}

/// An entry of additionalMetricsToRetainV2.
void check_retained_entry(const Json& entry, const Place& place, const std::string& path,
                          const Definitions* definitions) {
    static const std::array<std::string, 3> keys{"metric", "metricDimension", "exportMetric"};
    if (!entry.is_object() || !entry.contains("metric"))
        return place.say(path, "metric is required");
    expect_keys(entry, place, path, keys);
    check_retained_metric(entry["metric"], place, fleet::path_of(path, "metric"), definitions);
    const auto* metric = entry["metric"].is_string()
                             ? metric_named(entry["metric"].get_ref<const std::string&>())
                             : nullptr;
    check_dimension(entry, metric != nullptr && metric->has_dimension_in_rules, definitions,
                    [&](std::string_view where, std::string message) {
                        place.say(fleet::path_of(path, where), std::move(message));
                    });
    if (entry.contains("exportMetric") && !entry["exportMetric"].is_boolean())
        place.say(
            fleet::path_of(path, "exportMetric"),
            fmt::format("exportMetric {} should be true or false", quoted(entry["exportMetric"])));
}

void check_retained(const Json& json, const Place& place, std::string_view base,
                    const Definitions* definitions) {
    for (const std::string key : {"additionalMetricsToRetain", "additionalMetricsToRetainV2"}) {
        const auto* list = member(json, key);
        if (list == nullptr) continue;
        const auto path = fleet::path_of(base, key);
        if (!list->is_array()) {
            place.say(path, key + " should be a list");
            continue;
        }
        for (std::size_t i = 0; i < list->size(); ++i) {
            const auto entry_path = fleet::path_of(path, i);
            if (key == "additionalMetricsToRetain")
                check_retained_metric((*list)[i], place, entry_path, definitions);
            else
                check_retained_entry((*list)[i], place, entry_path, definitions);
        }
    }
}

void check_tags(const Json& json, const Place& place, std::string_view base) {
    const auto* tags = member(json, "tags");
    if (tags == nullptr) return;
    const auto path = fleet::path_of(base, "tags");
    const auto is_tag = [](const Json& tag) {
        const auto is_text = [](const Json& value) { return value.is_string(); };
        return tag.is_object() && tag.contains("Key") &&
               std::all_of(tag.begin(), tag.end(), is_text);
    };
    if (!tags->is_array() || !std::all_of(tags->begin(), tags->end(), is_tag))
        place.say(path, "tags should be a list of {\"Key\": …, \"Value\": …}");
}

/// The members of `object` that `order` names, in its order. Events echo a behaviour like this.
Json in_order(const Json& object, std::initializer_list<const char*> order) {
    auto result = Json::object();
    for (const auto* key : order) {
        if (object.contains(key)) result[key] = object[key];
    }
    return result;
}

std::string stored_form(const Json& behavior) {
    auto stored = in_order(behavior, {"name", "metric", "metricDimension", "criteria",
                                      "suppressAlerts", "exportMetric"});
    if (stored.contains("criteria")) {
        stored["criteria"] = in_order(
            stored["criteria"],
            {"comparisonOperator", "value", "durationSeconds", "consecutiveDatapointsToAlarm",
             "consecutiveDatapointsToClear", "statisticalThreshold", "mlDetectionConfig"});
    }
    return fleet::to_line(stored);
}

/// Of a valid value of an evaluated metric.
MetricValue metric_value(const Json& json) {
    using Form = MetricValue::Form;
    MetricValue value;
    const auto only = json.begin();
    const auto& key = only.key();
    const auto& held = *only;
    if (key == "count") {
        value.form = Form::count;
        value.count = held.get<std::uint64_t>();
        value.number = held.get<double>();  // of a custom metric, leniently
    } else if (key == "number") {
        value.form = Form::number;
        value.number = held.get<double>();
    } else if (key == "cidrs" || key == "strings") {
        value.form = key == "cidrs" ? Form::cidrs : Form::strings;
        value.texts = held.get<std::vector<std::string>>();
    } else {
        value.form = key == "ports" ? Form::ports : Form::numbers;
        value.numbers = held.get<std::vector<double>>();
    }
    return value;
}

/// Of a valid behaviour: defined, or such as its criteria says.
std::optional<CustomMetricType> custom_type_of(const Json& json, const Definitions* definitions) {
    if (!json.contains("metric")) return std::nullopt;
    const auto& name = json["metric"].get_ref<const std::string&>();
    if (metric_named(name) != nullptr) return std::nullopt;
    const auto* defined = definitions == nullptr ? nullptr : definitions->custom_metric(name);
    if (defined != nullptr) return defined->type;
    return json.contains("criteria") ? type_by_criteria(json["criteria"]) : std::nullopt;
}

/// Of a valid behaviour or retained metric. A dimension that nothing defines holds no topic.
std::optional<Dimension> dimension_of(const Json& json, const Definitions* definitions) {
    const auto* given = member(json, "metricDimension");
    if (given == nullptr) return std::nullopt;
    const auto& name = (*given)["dimensionName"].get_ref<const std::string&>();
    const auto* definition = definitions == nullptr ? nullptr : definitions->dimension(name);
    const auto* comparison = member(*given, "operator");
    return Dimension{
        .name = name,
        .filters = definition == nullptr ? std::vector<std::string>{} : definition->filters,
        .is_not_in = comparison != nullptr && *comparison == "NOT_IN"};
}

/// Of a valid behaviour of an evaluated kind.
Behavior behavior_of(const Json& json, const Definitions* definitions) {
    Behavior behavior;
    behavior.name = json["name"].get<std::string>();
    behavior.metric = json.value("metric", std::string{});
    behavior.custom_type = custom_type_of(json, definitions);
    behavior.dimension = dimension_of(json, definitions);
    behavior.suppress_alerts = json.value("suppressAlerts", false);
    behavior.is_exported = json.value("exportMetric", false);
    behavior.json = stored_form(json);
    const auto* criteria = member(json, "criteria");
    if (criteria == nullptr) return behavior;
    if (criteria->contains("mlDetectionConfig")) return behavior;  // taken, not judged
    behavior.has_criteria = true;
    behavior.comparison =
        comparison_operator((*criteria)["comparisonOperator"].get_ref<const std::string&>())
            .value();
    if (const auto* threshold = member(*criteria, "statisticalThreshold"); threshold != nullptr)
        behavior.statistic = (*threshold)["statistic"].get<std::string>();
    else
        behavior.value = metric_value((*criteria)["value"]);
    behavior.duration_seconds = criteria->value("durationSeconds", 0U);
    behavior.datapoints_to_alarm = criteria->value("consecutiveDatapointsToAlarm", 1U);
    behavior.datapoints_to_clear = criteria->value("consecutiveDatapointsToClear", 1U);
    return behavior;
}

/// Everything that AWS would refuse; what of the profile is no behaviour is read on the way.
void check(const Json& json, const Place& place, const Definitions* definitions,
           SecurityProfile& profile) {
    expect_keys(json, place, "", profile_keys);
    read_names(json, place, "", profile);
    if (const auto* behaviors = member(json, "behaviors"); behaviors != nullptr) {
        for (auto& problem : behavior_problems(*behaviors, definitions))
            place.say("behaviors" + problem.path, std::move(problem.message));
    }
    read_alert_targets(json, place, "", profile);
    check_retained(json, place, "", definitions);
    check_tags(json, place, "");
    read_export(json, place, "", profile);
}

/// The behaviours of a profile without problems.
void read_behaviors(const Json& json, const Place& place, const Definitions* definitions,
                    SecurityProfile& profile) {
    const auto* behaviors = member(json, "behaviors");
    if (behaviors == nullptr) return;
    for (auto& problem : not_evaluated(*behaviors, definitions))
        place.say("behaviors" + problem.path, std::move(problem.message));
    if (!place.problems.empty()) return;
    for (const auto& behavior : *behaviors)
        profile.behaviors.push_back(behavior_of(behavior, definitions));
    profile.notes = unjudged_notes(*behaviors);
}

/// Of a profile without problems.
std::vector<RetainedMetric> retained_in(const Json& json, const Definitions* definitions) {
    std::vector<RetainedMetric> retained;
    const auto add = [&](const Json& name) -> RetainedMetric& {
        auto& one = retained.emplace_back();
        one.metric = name.get<std::string>();
        const auto* custom =
            definitions == nullptr ? nullptr : definitions->custom_metric(one.metric);
        if (custom != nullptr) one.custom_type = custom->type;
        return one;
    };
    if (const auto* names = member(json, "additionalMetricsToRetain"); names != nullptr)
        for (const auto& name : *names) add(name);
    const auto* entries = member(json, "additionalMetricsToRetainV2");
    if (entries == nullptr) return retained;
    for (const auto& entry : *entries) {
        auto& one = add(entry["metric"]);
        one.dimension = dimension_of(entry, definitions);
        const auto* exported = member(entry, "exportMetric");
        one.is_exported = exported != nullptr && exported->get<bool>();
    }
    return retained;
}

/// CloudFormation writes these keys, the API none of them.
bool is_camel_case(const Json& json) {
    constexpr std::array<std::string_view, 4> keys{"SecurityProfileName", "Behaviors",
                                                   "AdditionalMetricsToRetainV2", "AlertTargets"};
    return json.is_object() &&
           (is_template(json) || is_resource(json, profile_type) ||
            std::ranges::any_of(keys, [&](std::string_view key) { return json.contains(key); }));
}

}  // namespace

std::vector<Described> profiles_in(const Json& json, std::string_view base) {
    if (!is_camel_case(json)) {
        std::vector<Described> one;
        one.emplace_back(json, std::string(base));
        return one;
    }
    auto found = resources_of(json, base, profile_type);
    for (auto& described : found) {
        if (described.request().is_object()) described.request().erase("targetArns");
    }
    return found;
}

void check_profile(const Described& described, const fleet::Document& source,
                   fleet::Problems& problems, const Definitions* definitions) {
    const Place place{described, source, problems};
    const auto& json = described.request();
    if (!json.is_object())
        return place.say("", fmt::format("a security profile should be an object but is {}",
                                         fleet::kind_of(json)));
    SecurityProfile ignored;
    check(json, place, definitions, ignored);
}

std::optional<SecurityProfile> read_profile(const Json& profile, const fleet::Document& source,
                                            std::string_view base, fleet::Problems& problems,
                                            const Definitions* definitions) {
    const auto found = profiles_in(profile, base);
    if (found.size() != 1) {
        problems.add(
            source.problem(base, fmt::format("expected a template with one {}, found one with {}",
                                             profile_type, found.size())));
        return std::nullopt;
    }
    fleet::Problems own;
    const Place place{found.front(), source, own};
    const auto& json = found.front().request();
    SecurityProfile result;
    if (!json.is_object()) {
        place.say("", fmt::format("a security profile should be an object but is {}",
                                  fleet::kind_of(json)));
    } else {
        check(json, place, definitions, result);
        if (own.empty()) read_behaviors(json, place, definitions, result);
        if (own.empty()) result.retained = retained_in(json, definitions);
        result.json = fleet::to_line(json);
    }
    for (const auto& problem : own.all()) problems.add(problem);
    if (!own.empty()) return std::nullopt;
    return result;
}

}  // namespace engine
