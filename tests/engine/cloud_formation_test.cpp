// What CloudFormation writes becomes what the API takes; each place leads back into the template.
#include "engine/cloud_formation.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

using engine::Described;
using fleet::Json;

namespace {

std::vector<Described> found_in(const char* text) {
    return engine::resources_of(Json::parse(text), "", "AWS::IoT::SecurityProfile");
}

constexpr const char* whole = R"({
  "Parameters": {"Most": {"Type": "Number", "Default": 25}},
  "Resources": {
    "Topic": {"Type": "AWS::SNS::Topic"},
    "Guard": {"Type": "AWS::IoT::SecurityProfile", "Properties": {
      "SecurityProfileName": {"Fn::Sub": "${AWS::StackName}-${Kind}-${!Literal}"},
      "Behaviors": [{"Name": "Few", "Criteria": {"Value": {"Count": "10"}, "DurationSeconds": "300",
                     "ConsecutiveDatapointsToAlarm": 2}, "SuppressAlerts": "true"},
                    {"Name": "Many", "Criteria": {"Value": {"Count": {"Ref": "Most"}}}},
                    {"Name": "Ports", "Criteria": {"Value": {"Ports": ["443", 8883]}}}],
      "AlertTargets": {"SNS": {"AlertTargetArn": {"Ref": "Topic"},
                               "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}}},
      "Tags": [{"Key": "a", "Value": "7"}]}}}})";

}  // namespace

TEST(CloudFormation, BecomesTheRequestOfTheApi) {
    const auto found = found_in(whole);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].logical_id(), "Guard");
    EXPECT_EQ(fleet::to_line(found[0].request()),
              R"({"securityProfileName":"stack-Kind-${Literal}",)"
              R"("behaviors":[{"name":"Few","criteria":{"value":{"count":10},)"
              R"("durationSeconds":300,"consecutiveDatapointsToAlarm":2},"suppressAlerts":true},)"
              R"({"name":"Many","criteria":{"value":{"count":25}}},)"
              R"({"name":"Ports","criteria":{"value":{"ports":[443,8883]}}}],)"
              R"("alertTargets":{"SNS":{"alertTargetArn":"Topic","roleArn":"Role.Arn"}},)"
              R"("tags":[{"Key":"a","Value":"7"}]})");
}

TEST(CloudFormation, LeadsEveryPlaceBackIntoTheTemplate) {
    const auto found = found_in(whole);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].place(""), "Resources.Guard.Properties");
    EXPECT_EQ(found[0].place("behaviors[1].criteria.value.count"),
              "Resources.Guard.Properties.Behaviors[1].Criteria.Value.Count");
    EXPECT_EQ(found[0].place("alertTargets.SNS.roleArn"),
              "Resources.Guard.Properties.AlertTargets.SNS.RoleArn");
}

TEST(CloudFormation, MayBeALoneResourceOrBareProperties) {
    const auto lone = found_in(
        R"({"Type": "AWS::IoT::SecurityProfile", "Properties": {"SecurityProfileName": "a"}})");
    ASSERT_EQ(lone.size(), 1U);
    EXPECT_EQ(lone[0].place("securityProfileName"), "Properties.SecurityProfileName");
    const auto bare = found_in(R"({"SecurityProfileName": "a"})");
    ASSERT_EQ(bare.size(), 1U);
    EXPECT_EQ(bare[0].place("securityProfileName"), "SecurityProfileName");
    EXPECT_EQ(fleet::to_line(bare[0].request()), R"({"securityProfileName":"a"})");
}

TEST(CloudFormation, LeavesWhatIsNoNumberToTheValidator) {
    const auto found = found_in(
        R"({"Behaviors": [{"Criteria": {"Value": {"Count": "ten"}}},
                          {"Criteria": {"Value": {"Count": "18446744073709551616"}}}]})");
    EXPECT_EQ(fleet::to_line(found.at(0).request()),
              R"({"behaviors":[{"criteria":{"value":{"count":"ten"}}},)"
              R"({"criteria":{"value":{"count":"18446744073709551616"}}}]})");
    EXPECT_TRUE(found_in(R"({"Resources": {}})").empty());
}

TEST(CloudFormation, LeavesTheKeysOfADocumentAlone) {
    const auto found = engine::resources_of(
        Json::parse(R"({"Type": "AWS::IoT::Policy", "Properties": {"PolicyDocument": {"Statement":
            [{"Resource": {"Fn::Sub": "arn:aws:iot:${AWS::Region}:${AWS::AccountId}:*"}}]}}})"),
        "", "AWS::IoT::Policy", Described::Keys::as_written);
    EXPECT_EQ(fleet::to_line(found.at(0).request()),
              R"({"PolicyDocument":{"Statement":[{"Resource":)"
              R"("arn:aws:iot:us-east-1:123456789012:*"}]}})");
    EXPECT_EQ(found[0].place("PolicyDocument.Statement[0]"),
              "Properties.PolicyDocument.Statement[0]");
}
