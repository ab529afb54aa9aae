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

const std::array<std::string, 12> profile_keys{
    "securityProfileName", "securityProfileDescription", "behaviors", "alertTargets",
    "additionalMetricsToRetain", "additionalMetricsToRetainV2", "tags", "metricsExportConfig",
    // what DescribeSecurityProfile adds
    "securityProfileArn", "version", "creationDate", "lastModifiedDate"};
constexpr std::size_t description_max = 1000;

/// Where in the source problems are found.
struct Place {
    const fleet::Document& source;
    fleet::Problems& problems;

    void say(std::string_view path, std::string message) const {
        problems.add(source.problem(path, std::move(message)));
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

/// The text at `key` of 1 to `max` bytes, or a problem and an empty text.
std::string required_text(const Json& object, const Place& place, std::string_view path,
                          std::string_view key, std::size_t max) {
    const auto* value = member(object, key);
    if (value == nullptr) {
        place.say(path, fmt::format("{} is required", key));
        return {};
    }
    if (!value->is_string() || value->get_ref<const std::string&>().empty() ||
        value->get_ref<const std::string&>().size() > max) {
        place.say(fleet::path_of(path, key),
                  fmt::format("{} should be a text of 1 to {} characters", key, max));
        return {};
    }
    return value->get<std::string>();
}

void read_names(const Json& json, const Place& place, std::string_view base,
                SecurityProfile& profile) {
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
    profile.alert_topic_arn = required_text(*sns, place, sns_path, "alertTargetArn", 2048);
    profile.alert_role_arn = required_text(*sns, place, sns_path, "roleArn", 2048);
}

void check_export(const Json& json, const Place& place, std::string_view base) {
    const auto* config = member(json, "metricsExportConfig");
    if (config == nullptr) return;
    static const std::array<std::string, 2> keys{"mqttTopic", "roleArn"};
    const auto path = fleet::path_of(base, "metricsExportConfig");
    if (!config->is_object()) return place.say(path, "metricsExportConfig should be an object");
    expect_keys(*config, place, path, keys);
    required_text(*config, place, path, "mqttTopic", 512);
    required_text(*config, place, path, "roleArn", 2048);
}

void check_retained_metric(const Json& metric, const Place& place, const std::string& path) {
    const auto name = metric.is_string() ? metric.get<std::string>() : std::string{};
    if (metric_named(name) != nullptr) return;
    if (is_detect_name(name) && !name.starts_with("aws:")) return;
    place.say(path, fmt::format("metric {} is not known{}", quoted(metric),
                                fleet::did_you_mean(name, metric_names())));
}

void check_retained(const Json& json, const Place& place, std::string_view base) {
    static const std::array<std::string, 3> keys{"metric", "metricDimension", "exportMetric"};
    for (const std::string key : {"additionalMetricsToRetain", "additionalMetricsToRetainV2"}) {
        const auto* list = member(json, key);
        if (list == nullptr) continue;
        const auto path = fleet::path_of(base, key);
        if (!list->is_array()) {
            place.say(path, key + " should be a list");
            continue;
        }
        for (std::size_t i = 0; i < list->size(); ++i) {
            const auto& entry = (*list)[i];
            const auto entry_path = fleet::path_of(path, i);
            if (key == "additionalMetricsToRetain") {
                check_retained_metric(entry, place, entry_path);
            } else if (!entry.is_object() || !entry.contains("metric")) {
                place.say(entry_path, "metric is required");
            } else {
                expect_keys(entry, place, entry_path, keys);
                check_retained_metric(entry["metric"], place, fleet::path_of(entry_path, "metric"));
            }
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
    MetricValue value;
    if (json.contains("count")) {
        value.form = MetricValue::Form::count;
        value.count = json["count"].get<std::uint64_t>();
    } else {
        value.form = MetricValue::Form::cidrs;
        value.texts = json["cidrs"].get<std::vector<std::string>>();
    }
    return value;
}

/// Of a valid behaviour of an evaluated kind.
Behavior behavior_of(const Json& json) {
    Behavior behavior;
    behavior.name = json["name"].get<std::string>();
    behavior.metric = json.value("metric", std::string{});
    behavior.suppress_alerts = json.value("suppressAlerts", false);
    behavior.json = stored_form(json);
    const auto* criteria = member(json, "criteria");
    if (criteria == nullptr) return behavior;
    behavior.has_criteria = true;
    behavior.comparison =
        comparison_operator((*criteria)["comparisonOperator"].get_ref<const std::string&>())
            .value();
    behavior.value = metric_value((*criteria)["value"]);
    behavior.duration_seconds = criteria->value("durationSeconds", 0U);
    behavior.datapoints_to_alarm = criteria->value("consecutiveDatapointsToAlarm", 1U);
    behavior.datapoints_to_clear = criteria->value("consecutiveDatapointsToClear", 1U);
    return behavior;
}

void read_behaviors(const Json& json, const Place& place, std::string_view base,
                    SecurityProfile& profile) {
    const auto* behaviors = member(json, "behaviors");
    if (behaviors == nullptr) return;
    auto wrong = behavior_problems(*behaviors);
    if (wrong.empty()) wrong = not_evaluated(*behaviors);
    for (auto& problem : wrong) {
        place.say(fleet::path_of(base, "behaviors") + problem.path, std::move(problem.message));
    }
    if (!wrong.empty()) return;
    for (const auto& behavior : *behaviors) profile.behaviors.push_back(behavior_of(behavior));
}

}  // namespace

std::optional<SecurityProfile> read_profile(const Json& profile, const fleet::Document& source,
                                            std::string_view base, fleet::Problems& problems) {
    const auto before = problems.all().size();
    const Place place{source, problems};
    if (!profile.is_object()) {
        place.say(base, fmt::format("a security profile should be an object but is {}",
                                    fleet::kind_of(profile)));
        return std::nullopt;
    }
    SecurityProfile result;
    expect_keys(profile, place, base, profile_keys);
    read_names(profile, place, base, result);
    read_behaviors(profile, place, base, result);
    read_alert_targets(profile, place, base, result);
    check_retained(profile, place, base);
    check_tags(profile, place, base);
    check_export(profile, place, base);
    if (problems.all().size() != before) return std::nullopt;
    return result;
}

}  // namespace engine
