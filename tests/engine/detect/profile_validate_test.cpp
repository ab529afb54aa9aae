#include "engine/detect/profile.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/engine/detect/watch.hpp"

using namespace engine;
using support::problems_of;

namespace {

std::vector<std::string> errors_of(const std::string& behaviors) {
    return validate_behaviors(fleet::parse_json(behaviors, "test").root());
}

std::string behavior(const std::string& members) { return R"([{"name": "X", )" + members + "}]"; }
std::string criteria(const std::string& members,
                     const std::string& metric = "aws:num-messages-sent") {
    return behavior(R"("metric": ")" + metric + R"(", "criteria": {)" + members + "}");
}
/// A valid static criteria of num-messages-sent, and something more.
std::string with(const std::string& more) {
    return criteria(R"("comparisonOperator": "less-than", "value": {"count": 1}, )" + more);
}

struct Bad {
    std::string behaviors;
    std::string detail;  // after "Behavior X is malformed. "
};

}  // namespace

TEST(Profile, SpeaksAwsSentenceOfAMalformedBehavior) {
    EXPECT_EQ(
        errors_of(R"([{"name": "Authorization", "metric": "aws:num-authorization-failures",
        "criteria": {"comparisonOperator": "greater-than", "value": {"count": 10},
        "durationSeconds": 300, "consecutiveDatapointsToAlarm": 100000}}])"),
        std::vector<std::string>{"Behavior Authorization is malformed. "
                                 "consecutiveDatapointsToAlarm 100000 should be in range[1,10]"});
}

TEST(Profile, SaysWhatIsWrongWithABehavior) {
    const std::string count = R"("value": {"count": 1}, "durationSeconds": 300)";
    const std::string operators =
        "should be one of less-than, less-than-equals, greater-than, greater-than-equals";
    const std::vector<Bad> all{
        {with(R"("durationSeconds": 300, "consecutiveDatapointsToAlarm": 0)"),
         "consecutiveDatapointsToAlarm 0 should be in range[1,10]"},
        {with(R"("durationSeconds": 300, "consecutiveDatapointsToClear": 11)"),
         "consecutiveDatapointsToClear 11 should be in range[1,10]"},
        {with(R"("durationSeconds": 300, "consecutiveDatapointsToClear": 1.5)"),
         "consecutiveDatapointsToClear 1.5 should be in range[1,10]"},
        {with(R"("durationSeconds": 300, "consecutiveDatapointsToAlarm": "3")"),
         "consecutiveDatapointsToAlarm \"3\" should be in range[1,10]"},
        {with(R"("durationSeconds": 60)"),
         "durationSeconds 60 should be one of 300, 600, 900, 1800, 3600"},
        {with(R"("consecutiveDatapointsToAlarm": 1)"),
         "durationSeconds is required with metric aws:num-messages-sent"},
        {with(R"("durationSeconds": 300, "durration": 1)"), "criteria.durration is not known"},
        {criteria(R"("comparisonOperator": "less-then", )" + count),
         "comparisonOperator less-then is not known (did you mean \"less-than\"?)"},
        {criteria(count), "comparisonOperator is required"},
        {criteria(R"("comparisonOperator": "in-cidr-set", )" + count),
         "comparisonOperator in-cidr-set cannot be used with metric aws:num-messages-sent, " +
             operators},
        {criteria(R"("comparisonOperator": "in-set", )" + count),
         "comparisonOperator in-set cannot be used with metric aws:num-messages-sent, " +
             operators},
        {criteria(R"("comparisonOperator": "greater-than", "value": {"count": 5})",
                  "aws:disconnect-duration"),
         "comparisonOperator greater-than cannot be used with metric aws:disconnect-duration, "
         "should be one of less-than, less-than-equals"},
        {criteria(R"("comparisonOperator": "less-than", "durationSeconds": 300)"),
         "exactly one of value, statisticalThreshold and mlDetectionConfig should be given"},
        {criteria(R"("comparisonOperator": "less-than", "durationSeconds": 300,
                     "statisticalThreshold": {"statistic": "p90"}, "value": {"count": 1})"),
         "exactly one of value, statisticalThreshold and mlDetectionConfig should be given"},
        {criteria(
             R"("comparisonOperator": "less-than", "durationSeconds": 300,
                     "value": {"ports": [1]})"),
         "value should have exactly one member, count"},
        {criteria(
             R"("comparisonOperator": "less-than", "durationSeconds": 300,
                     "value": {"count": -1})"),
         "value.count -1 should be an integer of at least 0"},
        {criteria(
             R"("comparisonOperator": "less-than", "durationSeconds": 300,
                     "value": {"count": "9"})"),
         "value.count \"9\" should be an integer of at least 0"},
        {criteria(R"("comparisonOperator": "less-than", "durationSeconds": 300, "value": 9)"),
         "value should be an object"},
        {criteria(
             R"("comparisonOperator": "in-cidr-set",
                     "value": {"cidrs": ["10.0.0.0/8", "10.0.0.0/33"]})",
             "aws:source-ip-address"),
         "value.cidrs 10.0.0.0/33 should be a CIDR block"},
        {criteria(R"("comparisonOperator": "in-cidr-set", "value": {"cidrs": "10.0.0.0/8"})",
                  "aws:source-ip-address"),
         "value.cidrs should be a list"},
        {criteria(
             R"("comparisonOperator": "in-cidr-set", "value": {"cidrs": []},
                     "durationSeconds": 300)",
             "aws:source-ip-address"),
         "durationSeconds cannot be used with metric aws:source-ip-address"},
        {criteria(R"("comparisonOperator": "less-than", "value": {"count": 1})",
                  "aws:source-ip-address"),
         "comparisonOperator less-than cannot be used with metric aws:source-ip-address, should be "
         "one of in-cidr-set, not-in-cidr-set"},
        {criteria(R"("comparisonOperator": "in-port-set", "value": {"ports": [65536]})",
                  "aws:listening-tcp-ports"),
         "value.ports 65536 should be in range[0,65535]"},
        {criteria(R"("comparisonOperator": "less-than", "durationSeconds": 300,
                     "statisticalThreshold": {"statistic": "Average"})"),
         "statisticalThreshold.statistic Average should be one of p0, p0.1, p0.01, p1, p10, p50, "
         "p90, p99, p99.9, p99.99, p100"},
        {criteria(
             R"("comparisonOperator": "less-than", "statisticalThreshold": {"statistic": "p90"})",
             "aws:message-byte-size"),
         "durationSeconds is required with statisticalThreshold"},
        {criteria(R"("comparisonOperator": "less-than", "durationSeconds": 300,
                     "statisticalThreshold": {"statistic": "p90"})",
                  "aws:disconnect-duration"),
         "statisticalThreshold cannot be used with metric aws:disconnect-duration"},
        {criteria(R"("mlDetectionConfig": {"confidenceLevel": "VERY_HIGH"})"),
         "mlDetectionConfig.confidenceLevel VERY_HIGH should be one of LOW, MEDIUM, HIGH"},
        {criteria(R"("mlDetectionConfig": {"confidenceLevel": "HIGH"}, "durationSeconds": 300)"),
         "durationSeconds cannot be used with mlDetectionConfig"},
        {criteria(R"("mlDetectionConfig": {"confidenceLevel": "HIGH"})", "aws:source-ip-address"),
         "mlDetectionConfig cannot be used with metric aws:source-ip-address"},
        {criteria(R"("mlDetectionConfig": {})"),
         "mlDetectionConfig should have exactly one member, confidenceLevel"},
        {behavior(R"("metric": "aws:num-message-sent")"),
         "metric aws:num-message-sent is not known (did you mean \"aws:num-messages-sent\"?)"},
        {behavior(R"("criteria": {"comparisonOperator": "less-than", "value": {"count": 1}})"),
         "metric is required when criteria is given"},
        {behavior(R"("metric": "aws:num-disconnects", "metricDimension": {"dimensionName": "d"})"),
         "metricDimension cannot be used with metric aws:num-disconnects"},
        {behavior(R"("metric": "aws:num-messages-sent", "metricDimension": {"operator": "IN"})"),
         "metricDimension.dimensionName is required"},
        {behavior(R"("metric": "aws:num-messages-sent",
                     "metricDimension": {"dimensionName": "d", "operator": "OUT"})"),
         "metricDimension.operator OUT should be one of IN, NOT_IN"},
        {behavior(R"("metric": "aws:num-messages-sent", "criteria": [])"),
         "criteria should be an object"},
        {behavior(R"("suppressAlerts": "yes")"), "suppressAlerts yes should be true or false"},
        {behavior(R"("supressAlerts": true)"),
         "supressAlerts is not known (did you mean \"suppressAlerts\"?)"},
        {criteria(R"("comparisonOperator": "less-than", "value": {"count": 1})", "my-metric"),
         "value should have exactly one member, number"},
    };
    for (const auto& [behaviors, detail] : all) {
        EXPECT_EQ(errors_of(behaviors),
                  std::vector<std::string>{"Behavior X is malformed. " + detail})
            << behaviors;
    }
}

TEST(Profile, NamesABehaviorWithoutANameByItsPlace) {
    EXPECT_EQ(errors_of(R"([{"name": "A"}, {}, 7, {"name": "A"}, {"name": "no spaces"}])"),
              (std::vector<std::string>{
                  "Behavior behaviors[1] is malformed. name is required",
                  "Behavior behaviors[2] is malformed. it should be an object but is a number",
                  "Behavior A is malformed. name should be unique within the profile",
                  "Behavior no spaces is malformed. name should be 1 to 128 characters of "
                  "[a-zA-Z0-9:_-]"}));
    EXPECT_EQ(errors_of("{}"),
              std::vector<std::string>{"behaviors should be a list of behaviors but is an object"});
}

TEST(Profile, ReportsAllErrorsInTheOrderOfTheBehaviors) {
    const auto errors = errors_of(R"([
        {"name": "B", "metric": "aws:num-disconnects",
         "criteria": {"comparisonOperator": "less-than",
         "value": {"count": -5}, "durationSeconds": 1, "consecutiveDatapointsToAlarm": 99}},
        {"name": "A", "metric": "aws:nothing"}])");
    ASSERT_EQ(errors.size(), 4U);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(errors[i].substr(0, 10), "Behavior B");
    EXPECT_EQ(errors[3].substr(0, 10), "Behavior A");
}

TEST(Profile, LimitsBehaviorsAndValueElements) {
    const auto repeated = [](std::size_t count) {
        std::string list = "[";
        for (std::size_t i = 0; i < count; ++i)
            list += (i == 0 ? "" : ",") + std::string(R"({"name": "B)") + std::to_string(i) + "\"}";
        return list + "]";
    };
    EXPECT_TRUE(errors_of(repeated(100)).empty());
    EXPECT_EQ(errors_of(repeated(101)),
              std::vector<std::string>{"behaviors has 101 items, should have at most 100"});
    const auto blocks = [](std::size_t count) {
        std::string list;
        for (std::size_t i = 0; i < count; ++i)
            list += (i == 0 ? "" : ",") + std::string("\"10.0.0.1\"");
        return criteria(
            R"("comparisonOperator": "in-cidr-set", "value": {"cidrs": [)" + list + "]}",
            "aws:source-ip-address");
    };
    EXPECT_TRUE(errors_of(blocks(1000)).empty());
    EXPECT_EQ(
        errors_of(blocks(1001)),
        std::vector<std::string>{"behaviors has 1001 value elements, should have at most 1000"});
}

TEST(Profile, AcceptsEveryKindThatAwsAccepts) {
    for (const auto& valid :
         {criteria(R"("comparisonOperator": "less-than-equals", "durationSeconds": 900,
                      "statisticalThreshold": {"statistic": "p99.99"})"),
          criteria(
              R"("mlDetectionConfig": {"confidenceLevel": "LOW"},
                     "consecutiveDatapointsToAlarm": 1)"),
          criteria(R"("comparisonOperator": "less-than", "value": {"count": 30})",
                   "aws:disconnect-duration"),
          criteria(R"("comparisonOperator": "in-port-set", "value": {"ports": [0, 65535]})",
                   "aws:listening-udp-ports"),
          criteria(
              R"("comparisonOperator": "not-in-cidr-set",
                     "value": {"cidrs": ["192.168.100.14/24"]})",
              "aws:destination-ip-addresses"),
          criteria(R"("comparisonOperator": "less-than", "value": {"count": 18446744073709551615})",
                   "aws:num-established-tcp-connections"),
          criteria(R"("comparisonOperator": "greater-than", "value": {"number": -1.5})",
                   "my-metric"),
          criteria(R"("comparisonOperator": "in-set", "value": {"strings": ["a"]})", "my-metric"),
          behavior(
              R"("metric": "aws:num-messages-sent",
                      "metricDimension": {"dimensionName": "d", "operator": null})"),
          std::string(R"([{"name": "Retained", "metric": "aws:all-bytes-in"}, {"name": "Bare"}])")})
        EXPECT_TRUE(errors_of(valid).empty()) << valid << "\n" << errors_of(valid)[0];
}

TEST(Profile, RefusesADimensionThatNothingDefines) {
    const auto problems = problems_of(R"({"securityProfileName": "p", "behaviors": )" +
                                      behavior(R"("metric": "aws:num-messages-sent",
                                "metricDimension": {"dimensionName": "d"})") +
                                      "}")
                              .all();
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].path, "behaviors[0]");
    EXPECT_EQ(problems[0].message,
              "Behavior X is valid for AWS, but the dimension d, which nothing defines here, is "
              "not evaluated by this version; remove the behavior to go on without it");
}

TEST(Profile, TakesALearningBehaviorAndNotesThatItNeverAlarms) {
    const auto profile =
        support::read(R"({"securityProfileName": "p", "behaviors": )" +
                      criteria(R"("mlDetectionConfig": {"confidenceLevel": "LOW"})") + "}");
    EXPECT_EQ(profile.notes,
              std::vector<std::string>{"Behavior X is of kind MACHINE_LEARNING, which is not "
                                       "evaluated by this version: it never alarms"});
    ASSERT_EQ(profile.behaviors.size(), 1U);
    EXPECT_FALSE(profile.behaviors[0].has_criteria);
}
