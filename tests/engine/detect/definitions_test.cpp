// Custom metrics and dimensions: what their creation takes, and what behaviours may then say.
#include "engine/detect/definitions.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "engine/detect/profile.hpp"

using namespace engine;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

template <typename Read>
std::vector<std::string> messages_of(const std::string& text, Read read) {
    const auto document = fleet::parse_json(text, "test.json");
    fleet::Problems problems;
    const auto result = read(document.root(), document, "", problems);
    EXPECT_EQ(result.has_value(), problems.empty());
    std::vector<std::string> messages;
    for (const auto& problem : problems.all())
        messages.push_back(problem.path + "|" + problem.message);
    return messages;
}
auto custom_metric(const std::string& text) { return messages_of(text, read_custom_metric); }
auto dimension(const std::string& text) { return messages_of(text, read_dimension); }
std::string of_type(const std::string& type) {
    return R"({"metricName": "cpu", "metricType": ")" + type + "\"}";
}
std::string filters(const std::string& list) {
    return R"({"name": "d", "type": "TOPIC_FILTER", "stringValues": )" + list + "}";
}

Definitions known() {
    return {.custom_metrics = {{"cpu", CustomMetricType::number},
                               {"users", CustomMetricType::string_list},
                               {"cores", CustomMetricType::number_list},
                               {"peers", CustomMetricType::ip_address_list}},
            .dimensions = {{"telemetry", {"dt/#"}}},
            .is_complete = true};
}
std::vector<std::string> errors_of(const std::string& metric, const std::string& criteria,
                                   const Definitions& definitions) {
    const auto text =
        R"([{"name": "X", "metric": ")" + metric + R"(", "criteria": {)" + criteria + "}}]";
    return validate_behaviors(fleet::parse_json(text, "test").root(), &definitions);
}

}  // namespace

TEST(CustomMetric, IsOfFourTypes) {
    for (const auto* type : {"string-list", "ip-address-list", "number-list", "number"})
        EXPECT_THAT(custom_metric(of_type(type)), IsEmpty());
    EXPECT_THAT(custom_metric(of_type("numbers")),
                ElementsAre("metricType|metricType numbers should be one of string-list, "
                            "ip-address-list, number-list, number (did you mean \"number\"?)"));
}

TEST(CustomMetric, IsNamedAsTheApiWantsIt) {
    EXPECT_THAT(custom_metric("{}"),
                ElementsAre("|metricName is required", "|metricType is required"));
    EXPECT_THAT(custom_metric(R"({"metricName": "a b", "metricType": "number"})"),
                ElementsAre("metricName|metricName a b should be 1 to 128 characters of "
                            "[a-zA-Z0-9:_-]"));
    EXPECT_THAT(custom_metric(R"({"metricName": "aws:cpu", "metricType": "number"})"),
                ElementsAre("metricName|metricName aws:cpu should not begin with aws:"));
    EXPECT_THAT(custom_metric(R"({"metricName": ")" + std::string(128, 'a') +
                              R"(", "metricType": "number"})"),
                IsEmpty());
    EXPECT_THAT(custom_metric(R"({"metricName": ")" + std::string(129, 'a') +
                              R"(", "metricType": "number"})"),
                testing::SizeIs(1));
}

TEST(CustomMetric, MayBeADescriptionOrCloudFormations) {
    EXPECT_THAT(custom_metric(R"({"metricName": "cpu", "metricArn": "arn", "metricType": "number",
        "displayName": "CPU", "creationDate": 1.5, "lastModifiedDate": 1.5})"),
                IsEmpty());
    EXPECT_THAT(custom_metric(R"({"MetricName": "cpu", "MetricType": "number"})"), IsEmpty());
    EXPECT_THAT(custom_metric(R"({"Type": "AWS::IoT::CustomMetric", "Properties":
        {"MetricName": "cpu", "MetricType": "nummer"}})"),
                ElementsAre(testing::StartsWith("Properties.MetricType|metricType nummer")));
    EXPECT_THAT(custom_metric(R"({"metricName": "cpu", "metricType": "number",
                                  "displayName": ")" +
                              std::string(129, 'x') + "\"}"),
                ElementsAre("displayName|displayName should be a printable text of at most 128 "
                            "characters"));
}

TEST(Dimension, IsAListOfTopicFilters) {
    EXPECT_THAT(dimension(filters(R"(["dt/#", "+/x", "a/${iot:ClientId}/b"])")), IsEmpty());
    EXPECT_THAT(
        dimension(filters("[]")),
        ElementsAre("stringValues|stringValues should be a list of 1 to 100 topic filters"));
    EXPECT_THAT(dimension(filters(R"(["a/#/b", "a+", "${iot:Thing}", "", 5])")),
                ElementsAre("stringValues[0]|stringValues a/#/b should be an MQTT topic filter: + "
                            "alone in its level, # alone in the last",
                            "stringValues[1]|stringValues a+ should be an MQTT topic filter: + "
                            "alone in its level, # alone in the last",
                            "stringValues[2]|stringValues ${iot:Thing} holds a variable other than "
                            "${iot:ClientId}, the only one there is",
                            "stringValues[3]|stringValues  should be a text of 1 to 256 characters",
                            "stringValues[4]|stringValues 5 should be a text of 1 to 256 "
                            "characters"));
}

TEST(Dimension, HasLimits) {
    const auto many = [](std::size_t count) {
        std::string list = "[";
        for (std::size_t i = 0; i < count; ++i) list += i == 0 ? R"("a")" : R"(,"a")";
        return filters(list + "]");
    };
    EXPECT_THAT(dimension(many(100)), IsEmpty());
    EXPECT_THAT(dimension(many(101)), testing::SizeIs(1));
    EXPECT_THAT(dimension(filters("[\"" + std::string(256, 'a') + "\"]")), IsEmpty());
    EXPECT_THAT(dimension(filters("[\"" + std::string(257, 'a') + "\"]")), testing::SizeIs(1));
    EXPECT_THAT(dimension(R"({"name": "d", "type": "CLIENT", "stringValues": ["a"]})"),
                ElementsAre("type|type CLIENT should be TOPIC_FILTER"));
    EXPECT_THAT(dimension("{}"),
                ElementsAre("|name is required", "|type is required", "|stringValues is required"));
}

TEST(CustomMetric, DecidesWhatABehaviorMaySay) {
    const auto all = known();
    EXPECT_THAT(
        errors_of("cpu", R"("comparisonOperator": "less-than", "value": {"number": 1.5})", all),
        IsEmpty());
    EXPECT_THAT(
        errors_of("users", R"("comparisonOperator": "in-set", "value": {"strings": ["a"]})", all),
        IsEmpty());
    EXPECT_THAT(errors_of("cores", R"("comparisonOperator": "not-in-set",
                                      "value": {"numbers": [1, -2.5]})",
                          all),
                IsEmpty());
    EXPECT_THAT(errors_of("peers", R"("comparisonOperator": "in-cidr-set",
                                      "value": {"cidrs": ["::/0"]})",
                          all),
                IsEmpty());
    EXPECT_THAT(
        errors_of("cpu", R"("comparisonOperator": "in-set", "value": {"numbers": [1]})", all),
        ElementsAre("Behavior X is malformed. comparisonOperator in-set cannot be used "
                    "with metric cpu, should be one of less-than, less-than-equals, "
                    "greater-than, greater-than-equals"));
    EXPECT_THAT(
        errors_of("users", R"("comparisonOperator": "in-set", "value": {"numbers": [1]})", all),
        ElementsAre("Behavior X is malformed. value should have exactly one member, "
                    "strings"));
    EXPECT_THAT(errors_of("cores", R"("comparisonOperator": "in-set", "value": {"numbers": [1]},
                                      "durationSeconds": 300)",
                          all),
                ElementsAre("Behavior X is malformed. durationSeconds cannot be used with metric "
                            "cores"));
    EXPECT_THAT(errors_of("peers", R"("mlDetectionConfig": {"confidenceLevel": "LOW"})", all),
                ElementsAre("Behavior X is malformed. mlDetectionConfig cannot be used with metric "
                            "peers"));
    EXPECT_THAT(errors_of("cpu", R"("mlDetectionConfig": {"confidenceLevel": "LOW"})", all),
                IsEmpty());
}

TEST(CustomMetric, MustBeDefinedWhereAllAre) {
    auto some = known();
    const auto* const criteria = R"("comparisonOperator": "less-than", "value": {"number": 1})";
    EXPECT_THAT(errors_of("cpus", criteria, some),
                ElementsAre("Behavior X is malformed. metric cpus is not defined as a custom "
                            "metric (did you mean \"cpu\"?); "
                            "define it in detect.customMetrics, or for a replay in "
                            "--custom-metrics"));
    some.is_complete = false;
    EXPECT_THAT(errors_of("cpus", criteria, some), IsEmpty());
}

TEST(CustomMetric, TakesItsTypeFromTheCriteriaWhereNothingDefinesIt) {
    const Definitions none;
    EXPECT_THAT(
        errors_of("any", R"("comparisonOperator": "in-set", "value": {"numbers": [1]})", none),
        IsEmpty());
    EXPECT_THAT(
        errors_of("any", R"("comparisonOperator": "in-port-set", "value": {"ports": [1]})", none),
        ElementsAre("Behavior X is malformed. comparisonOperator in-port-set cannot be "
                    "used with custom metric any"));
    EXPECT_THAT(errors_of("any", R"("comparisonOperator": "in-cidr-set", "durationSeconds": 300,
                                    "value": {"cidrs": []})",
                          none),
                ElementsAre("Behavior X is malformed. durationSeconds cannot be used with metric "
                            "any"));
    EXPECT_THAT(errors_of("any", R"("comparisonOperator": "in-set", "durationSeconds": 300,
                                    "statisticalThreshold": {"statistic": "p90"})",
                          none),
                ElementsAre("Behavior X is malformed. statisticalThreshold cannot be used with "
                            "metric any"));
}

TEST(Dimension, MustBeDefinedWhereAllAre) {
    const auto with = [](const std::string& name) {
        return validate_behaviors(
            fleet::parse_json(R"([{"name": "X", "metric": "aws:num-messages-sent",
                                   "metricDimension": {"dimensionName": ")" +
                                  name + "\"}}]",
                              "test")
                .root(),
            std::make_unique<Definitions>(known()).get());
    };
    EXPECT_THAT(with("telemetry"), IsEmpty());
    EXPECT_THAT(with("telemetri"),
                ElementsAre("Behavior X is malformed. metricDimension.dimensionName telemetri is "
                            "not defined as a dimension (did you mean \"telemetry\"?)"));
}
