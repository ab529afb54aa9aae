#include "engine/detect/definitions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/cloud_formation.hpp"
#include "engine/detect/profile_validate.hpp"
#include "fleet/base/text.hpp"

namespace engine {
namespace {

using fleet::Json;

const std::array<std::string, 4> type_names{"string-list", "ip-address-list", "number-list",
                                            "number"};
const std::array<std::string, 8> custom_metric_keys{
    "metricName", "displayName", "metricType", "tags", "clientRequestToken",
    // what DescribeCustomMetric adds
    "metricArn", "creationDate", "lastModifiedDate"};
const std::array<std::string, 8> dimension_keys{"name", "type", "stringValues", "tags",
                                                "clientRequestToken",
                                                // what DescribeDimension adds
                                                "arn", "creationDate", "lastModifiedDate"};
constexpr std::array set_operators{ComparisonOperator::in_set, ComparisonOperator::not_in_set};
constexpr std::size_t filters_max = 100, filter_length_max = 256, display_name_max = 128;

/// One definition under judgement.
class DefinitionReader {
  public:
    DefinitionReader(const Described& described, const fleet::Document& source,
                     fleet::Problems& problems)
        : described_(described), source_(source), problems_(problems) {}

    void say(std::string_view path, std::string message) {
        problems_.add(source_.problem(described_.place(path), std::move(message)));
        is_sound_ = false;
    }
    bool is_sound() const { return is_sound_; }
    const Json& json() const { return described_.request(); }

    bool is_object_of(std::string_view what, std::span<const std::string> keys) {
        if (!json().is_object()) {
            say("", fmt::format("{} should be an object but is {}", what, fleet::kind_of(json())));
            return false;
        }
        for (const auto& [key, value] : json().items()) {
            if (std::ranges::find(keys, key) == keys.end())
                say(key, fmt::format("the key \"{}\" is not known here{}", key,
                                     fleet::did_you_mean(key, keys)));
        }
        return true;
    }
    /// In a template the name may be left to CloudFormation.
    std::string name(const std::string& key) {
        if (!json().contains(key) && !described_.logical_id().empty())
            return described_.logical_id();
        if (!json().contains(key)) {
            say("", key + " is required");
            return {};
        }
        const auto& value = json()[key];
        const auto text = value.is_string() ? value.get<std::string>() : std::string{};
        if (!is_detect_name(text))
            say(key, fmt::format("{} {} should be 1 to 128 characters of [a-zA-Z0-9:_-]", key,
                                 quoted(value)));
        return text;
    }

  private:
    const Described& described_;
    const fleet::Document& source_;
    fleet::Problems& problems_;
    bool is_sound_ = true;
};

std::optional<CustomMetricType> read_type(DefinitionReader& reading) {
    if (!reading.json().contains("metricType")) {
        reading.say("", "metricType is required");
        return std::nullopt;
    }
    const auto& value = reading.json()["metricType"];
    const auto text = value.is_string() ? value.get<std::string>() : std::string{};
    const auto found = std::ranges::find(type_names, text);
    if (found != type_names.end()) return static_cast<CustomMetricType>(found - type_names.begin());
    reading.say("metricType",
                fmt::format("metricType {} should be one of {}{}", quoted(value),
                            fleet::join(type_names, ", "), fleet::did_you_mean(text, type_names)));
    return std::nullopt;
}

void check_display_name(DefinitionReader& reading) {
    if (!reading.json().contains("displayName")) return;
    const auto& value = reading.json()["displayName"];
    const auto is_control = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    };
    if (!value.is_string() || value.get_ref<const std::string&>().size() > display_name_max ||
        std::ranges::any_of(value.get_ref<const std::string&>(), is_control))
        reading.say("displayName",
                    "displayName should be a printable text of at most 128 characters");
}

/// With the client's id in place of the one variable there is.
std::string with_client_id(std::string filter) {
    constexpr std::string_view variable = "${iot:ClientId}";
    for (auto at = filter.find(variable); at != std::string::npos; at = filter.find(variable, at))
        filter.replace(at, variable.size(), "client");
    return filter;
}

void read_filter(DefinitionReader& reading, const Json& value, const std::string& path,
                 DimensionDefinition& dimension) {
    if (!value.is_string() || value.get_ref<const std::string&>().empty() ||
        value.get_ref<const std::string&>().size() > filter_length_max)
        return reading.say(path,
                           fmt::format("stringValues {} should be a text of 1 to {} characters",
                                       quoted(value), filter_length_max));
    const auto& filter = value.get_ref<const std::string&>();
    const auto plain = with_client_id(filter);
    if (plain.find("${") != std::string::npos)
        return reading.say(path, fmt::format("stringValues {} holds a variable other than "
                                             "${{iot:ClientId}}, the only one there is",
                                             quoted(value)));
    if (!fleet::is_topic_filter(plain))
        return reading.say(
            path, fmt::format("stringValues {} should be an MQTT topic filter: + alone in its "
                              "level, # alone in the last",
                              quoted(value)));
    dimension.filters.push_back(filter);
}

void read_filters(DefinitionReader& reading, DimensionDefinition& dimension) {
    if (!reading.json().contains("stringValues"))
        return reading.say("", "stringValues is required");
    const auto& values = reading.json()["stringValues"];
    if (!values.is_array() || values.empty() || values.size() > filters_max)
        return reading.say(
            "stringValues",
            fmt::format("stringValues should be a list of 1 to {} topic filters", filters_max));
    for (std::size_t i = 0; i < values.size(); ++i)
        read_filter(reading, values[i], fleet::path_of("stringValues", i), dimension);
}

/// The one that stands there: a lone resource, properties, or the first of a template.
std::optional<Described> described_in(const Json& json, std::string_view base,
                                      std::string_view type, std::string_view camel_key) {
    const bool is_camel = is_template(json) || is_resource(json, type) ||
                          (json.is_object() && json.contains(camel_key));
    if (!is_camel) return Described(json, std::string(base));
    auto found = resources_of(json, base, type);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

}  // namespace

std::string_view name_of(CustomMetricType type) {
    return type_names[static_cast<std::size_t>(type)];
}

const CustomMetricDefinition* Definitions::custom_metric(std::string_view name) const {
    const auto found = std::ranges::find(custom_metrics, name, &CustomMetricDefinition::name);
    return found == custom_metrics.end() ? nullptr : &*found;
}

const DimensionDefinition* Definitions::dimension(std::string_view name) const {
    const auto found = std::ranges::find(dimensions, name, &DimensionDefinition::name);
    return found == dimensions.end() ? nullptr : &*found;
}

std::optional<CustomMetricDefinition> read_custom_metric(const Json& json,
                                                         const fleet::Document& source,
                                                         std::string_view base,
                                                         fleet::Problems& problems) {
    const auto described = described_in(json, base, "AWS::IoT::CustomMetric", "MetricType");
    if (!described) return std::nullopt;
    DefinitionReader reading(*described, source, problems);
    if (!reading.is_object_of("a custom metric", custom_metric_keys)) return std::nullopt;
    CustomMetricDefinition metric;
    metric.name = reading.name("metricName");
    if (metric.name.starts_with("aws:"))
        reading.say("metricName", fmt::format("metricName {} should not begin with aws:",
                                              fleet::shortened(metric.name)));
    const auto type = read_type(reading);
    check_display_name(reading);
    if (!reading.is_sound() || !type) return std::nullopt;
    metric.type = *type;
    if (reading.json().contains("displayName")) metric.display_name = reading.json()["displayName"];
    return metric;
}

std::optional<DimensionDefinition> read_dimension(const Json& json, const fleet::Document& source,
                                                  std::string_view base,
                                                  fleet::Problems& problems) {
    const auto described = described_in(json, base, "AWS::IoT::Dimension", "StringValues");
    if (!described) return std::nullopt;
    DefinitionReader reading(*described, source, problems);
    if (!reading.is_object_of("a dimension", dimension_keys)) return std::nullopt;
    DimensionDefinition dimension;
    dimension.name = reading.name("name");
    if (!reading.json().contains("type")) {
        reading.say("", "type is required");
    } else if (reading.json()["type"] != "TOPIC_FILTER") {
        reading.say("type",
                    fmt::format("type {} should be TOPIC_FILTER", quoted(reading.json()["type"])));
    }
    read_filters(reading, dimension);
    if (!reading.is_sound()) return std::nullopt;
    return dimension;
}

Metric card_of(CustomMetricType type, std::string_view name) {
    using Form = MetricValue::Form;
    Metric card{.name = name,
                .unit = "",
                .story = "What the owner of the fleet defined.",
                .source = MetricSource::device,
                .form = Form::number,
                .operators = number_operators,
                .duration = DurationRule::optional};
    if (type == CustomMetricType::number) return card;
    card.duration = DurationRule::forbidden;
    card.has_statistics = card.has_learning = false;
    card.operators = set_operators;
    card.form = type == CustomMetricType::string_list ? Form::strings : Form::numbers;
    if (type == CustomMetricType::ip_address_list) {
        card.form = Form::cidrs;
        card.operators = cidr_operators;
    }
    return card;
}

std::optional<CustomMetricType> type_by_criteria(const Json& criteria) {
    if (!criteria.is_object() || !criteria.contains("comparisonOperator") ||
        !criteria["comparisonOperator"].is_string())
        return CustomMetricType::number;
    const auto comparison =
        comparison_operator(criteria["comparisonOperator"].get_ref<const std::string&>());
    if (!comparison || compares_numbers(*comparison)) return CustomMetricType::number;
    if (*comparison <= ComparisonOperator::not_in_cidr_set)
        return CustomMetricType::ip_address_list;
    if (*comparison <= ComparisonOperator::not_in_port_set) return std::nullopt;
    const auto numbers = Json::json_pointer("/value/numbers");
    return criteria.contains(numbers) ? CustomMetricType::number_list
                                      : CustomMetricType::string_list;
}

}  // namespace engine
