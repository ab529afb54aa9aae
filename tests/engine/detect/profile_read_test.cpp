#include "engine/detect/profile.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/engine/detect/watch.hpp"

using namespace engine;
using support::problems_of;

TEST(Profile, ReadsABehaviorWithItsDefaults) {
    const auto profile = support::read(R"({"securityProfileName": "guard", "behaviors": [
        {"suppressAlerts": true, "criteria": {"value": {"count": 10}, "durationSeconds": 600,
         "comparisonOperator": "less-than"}, "metric": "aws:num-messages-sent", "name": "Few"},
        {"name": "Near", "metric": "aws:source-ip-address", "criteria": {"comparisonOperator":
         "in-cidr-set", "value": {"cidrs": ["10.0.0.0/8"]}, "consecutiveDatapointsToAlarm": 2,
         "consecutiveDatapointsToClear": 3}},
        {"name": "Kept", "metric": "aws:all-bytes-in"}]})");
    ASSERT_EQ(profile.behaviors.size(), 3U);
    const auto& few = profile.behaviors[0];
    EXPECT_EQ(few.value.count, 10U);
    EXPECT_EQ(few.duration_seconds, 600U);
    EXPECT_EQ(few.datapoints_to_alarm, 1U);
    EXPECT_EQ(few.datapoints_to_clear, 1U);
    EXPECT_TRUE(few.suppress_alerts);
    EXPECT_EQ(few.json, R"({"name":"Few","metric":"aws:num-messages-sent","criteria":{)"
                        R"("comparisonOperator":"less-than","value":{"count":10},)"
                        R"("durationSeconds":600},"suppressAlerts":true})");
    const auto& near = profile.behaviors[1];
    EXPECT_EQ(near.value.texts, std::vector<std::string>{"10.0.0.0/8"});
    EXPECT_EQ(near.datapoints_to_alarm, 2U);
    EXPECT_EQ(near.datapoints_to_clear, 3U);
    EXPECT_FALSE(profile.behaviors[2].has_criteria);
}

TEST(Profile, ReadsWhatAwsDescribes) {
    const auto profile = support::read(R"({"behaviors": [], "securityProfileName": "guard",
        "securityProfileArn": "arn:aws:iot:us-east-1:123456789012:securityprofile/guard",
        "securityProfileDescription": "Keeps watch", "version": 1, "creationDate": 1560807602.999,
        "lastModifiedDate": 1560807602.999,
        "additionalMetricsToRetain": ["aws:all-bytes-in", "cpu"],
        "additionalMetricsToRetainV2": [{"metric": "aws:num-messages-sent", "exportMetric": true}],
        "alertTargets": {"SNS": {"alertTargetArn": "arn:aws:sns:us-east-1:123456789012:alarms",
                                 "roleArn": "arn:aws:iam::123456789012:role/alarms"}},
        "metricsExportConfig": {"mqttTopic": "$aws/rules/x", "roleArn": "arn:aws:iam::1:role/r"},
        "tags": [{"Key": "a", "Value": "b"}]})");
    EXPECT_EQ(profile.name, "guard");
    EXPECT_EQ(profile.description, "Keeps watch");
    EXPECT_EQ(profile.alert_topic_arn, "arn:aws:sns:us-east-1:123456789012:alarms");
    EXPECT_EQ(profile.alert_role_arn, "arn:aws:iam::123456789012:role/alarms");
}

TEST(Profile, ReportsEveryProblemWithItsPlace) {
    const auto problems = problems_of(R"({
        "behaviours": [],
        "behaviors": [{"name": "A", "metric": "aws:num-disconnects",
                       "criteria": {"comparisonOperator": "less-than", "value": {"count": 1},
                                    "durationSeconds": 61}}],
        "alertTargets": {"SNS": {"alertTargetArn": "a"}, "SQS": {}},
        "additionalMetricsToRetain": ["aws:nothing"],
        "additionalMetricsToRetainV2": [{}],
        "tags": {},
        "metricsExportConfig": {"mqttTopic": ""}
    })")
                              .all();
    const auto has = [&](const std::string& path, const std::string& message, int line) {
        for (const auto& problem : problems) {
            if (problem.path == path && problem.message == message && problem.line == line)
                return true;
        }
        return false;
    };
    EXPECT_EQ(problems.size(), 10U);
    EXPECT_TRUE(has("behaviours",
                    "the key \"behaviours\" is not known here (did you mean \"behaviors\"?)", 2));
    EXPECT_TRUE(has("", "securityProfileName is required", 1));
    EXPECT_TRUE(has("behaviors[0].criteria.durationSeconds",
                    "Behavior A is malformed. durationSeconds 61 should be one of 300, 600, 900, "
                    "1800, 3600",
                    5));
    EXPECT_TRUE(has("alertTargets.SNS", "roleArn is required", 6));
    EXPECT_TRUE(
        has("alertTargets.SQS", "the key \"SQS\" is not known here (did you mean \"SNS\"?)", 6));
    EXPECT_TRUE(has("additionalMetricsToRetain[0]", "metric aws:nothing is not known", 7));
    EXPECT_TRUE(has("additionalMetricsToRetainV2[0]", "metric is required", 8));
    EXPECT_TRUE(has("metricsExportConfig.mqttTopic",
                    "mqttTopic should be a text of 1 to 512 characters", 10));
    for (const auto& problem : problems)
        if (!has(problem.path, problem.message, problem.line) || problem.line == 0)
            ADD_FAILURE() << problem.path << ": " << problem.message;
}

TEST(Profile, RefusesWhatIsNoProfile) {
    EXPECT_EQ(problems_of("[]").all().size(), 1U);
    EXPECT_EQ(problems_of(R"({"securityProfileName": "bad name"})").all().size(), 1U);
    EXPECT_EQ(problems_of(R"({"securityProfileName": "p", "securityProfileDescription": "a\nb"})")
                  .all()
                  .size(),
              1U);
}

TEST(Profile, IsReadAsCloudFormationWritesIt) {
    const auto profile = support::read(R"({"Resources": {"Guard": {
        "Type": "AWS::IoT::SecurityProfile", "Properties": {"TargetArns": ["arn"], "Behaviors": [
            {"Name": "Few", "Metric": "aws:num-messages-sent", "Criteria": {
                "ComparisonOperator": "less-than", "Value": {"Count": "10"},
                "DurationSeconds": 300}}]}}}})");
    EXPECT_EQ(profile.name, "Guard");
    ASSERT_EQ(profile.behaviors.size(), 1U);
    EXPECT_EQ(profile.behaviors[0].value.count, 10U);
    EXPECT_EQ(profile.behaviors[0].name, "Few");
}

TEST(Profile, TellsThePlaceWithinATemplate) {
    const auto problems = problems_of(R"({"Resources": {"Guard": {
        "Type": "AWS::IoT::SecurityProfile", "Properties": {"Behaviors": [
            {"Name": "Few", "Metric": "aws:num-messages-sent", "Criteria": {
                "ComparisonOperator": "less-than", "Value": {"Count": "ten"},
                "DurationSeconds": 300}}]}}}})")
                              .all();
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].path, "Resources.Guard.Properties.Behaviors[0].Criteria.Value.Count");
    EXPECT_EQ(problems[0].line, 4);
    EXPECT_EQ(problems_of(R"({"Resources": {}})").all().size(), 1U);
}
