// Dimensions and custom metrics from Create to Delete.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/engine/operations/desk.hpp"

using namespace support;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

std::string dimension(std::string_view name, std::string_view filter = "dt/#") {
    return R"({"name": ")" + std::string(name) +
           R"(", "type": "TOPIC_FILTER", "stringValues": [")" + std::string(filter) + "\"]}";
}
std::string metric(std::string_view name) {
    return R"({"metricName": ")" + std::string(name) +
           R"(", "metricType": "number", "displayName": "Load"})";
}
constexpr auto scoped_profile = R"({"securityProfileName": "guard", "behaviors": [{"name": "Flood",
    "metric": "aws:num-messages-sent", "metricDimension": {"dimensionName": "telemetry"},
    "criteria": {"comparisonOperator": "less-than", "value": {"count": 10},
                 "durationSeconds": 300}}]})";
constexpr auto custom_profile = R"({"securityProfileName": "guard", "behaviors": [{"name": "Load",
    "metric": "load", "criteria": {"comparisonOperator": "less-than", "value": {"number": 10}}}]})";

}  // namespace

TEST(CreateDimension, LetsBehavioursReferToIt) {
    Desk desk;
    EXPECT_EQ(desk.ask("CreateSecurityProfile", scoped_profile).code, "InvalidRequestException");
    const auto told = desk.answer("CreateDimension", dimension("telemetry"));
    EXPECT_EQ(told["name"], "telemetry");
    EXPECT_EQ(told["arn"], desk.watch.inventory.arn("dimension/telemetry"));
    desk.answer("CreateSecurityProfile", scoped_profile);
    desk.attach("guard", "all/things");
    desk.slot({publishes("pump-1", 20).to("dt/a"), publishes("pump-2", 20).to("x")});
    ASSERT_EQ(desk.account.findings.violation_events.size(), 1U);
    EXPECT_EQ(desk.account.findings.violation_events[0].thing_name, "pump-1");
}

TEST(CreateDimension, RefusesASecondOfItsNameAnEleventhAndWhatIsNone) {
    Desk desk;
    for (int i = 0; i < 10; ++i) desk.answer("CreateDimension", dimension(std::to_string(i)));
    EXPECT_EQ(desk.ask("CreateDimension", dimension("0")).code, "ResourceAlreadyExistsException");
    EXPECT_EQ(desk.ask("CreateDimension", dimension("10")).code, "LimitExceededException");
    EXPECT_EQ(desk.ask("CreateDimension", dimension("x", "a/#/b")).code, "InvalidRequestException");
    EXPECT_EQ(desk.ask("CreateDimension", "{}").code, "InvalidRequestException");
    EXPECT_EQ(desk.ask("CreateDimension", "[]").code, "InvalidRequestException");
    EXPECT_EQ(desk.answer("ListDimensions", "{}")["dimensionNames"].size(), 10U);
}

TEST(UpdateDimension, MovesTheBehavioursThatReferToIt) {
    Desk desk;
    desk.answer("CreateDimension", dimension("telemetry"));
    desk.answer("CreateSecurityProfile", scoped_profile);
    desk.attach("guard", "all/things");
    const auto told =
        desk.answer("UpdateDimension", R"({"name": "telemetry", "stringValues": ["x"]})");
    EXPECT_THAT(told["stringValues"], ElementsAre("x"));
    desk.slot({publishes("pump-1", 20).to("dt/a"), publishes("pump-2", 20).to("x")});
    ASSERT_EQ(desk.account.findings.violation_events.size(), 1U);
    EXPECT_EQ(desk.account.findings.violation_events[0].thing_name, "pump-2");
    EXPECT_EQ(desk.ask("UpdateDimension", R"({"name": "none", "stringValues": ["x"]})").code,
              "ResourceNotFoundException");
    EXPECT_EQ(desk.ask("UpdateDimension", R"({"name": "telemetry", "stringValues": []})").code,
              "InvalidRequestException");
}

TEST(DeleteDimension, ForgetsWhatNobodyUses) {
    Desk desk;
    desk.answer("CreateDimension", dimension("telemetry"));
    desk.answer("CreateSecurityProfile", scoped_profile);
    const auto used = desk.ask("DeleteDimension", R"({"name": "telemetry"})");
    EXPECT_EQ(used.code, "InvalidRequestException");
    EXPECT_THAT(used.message, HasSubstr("guard"));
    desk.answer("DeleteSecurityProfile", R"({"securityProfileName": "guard"})");
    desk.answer("DeleteDimension", R"({"name": "telemetry"})");
    EXPECT_EQ(desk.ask("DescribeDimension", R"({"name": "telemetry"})").code,
              "ResourceNotFoundException");
    EXPECT_EQ(desk.ask("DeleteDimension", R"({"name": "telemetry"})").code, "");
}

TEST(DescribeDimension, TellsWhatWasCreated) {
    Desk desk;
    desk.answer("CreateDimension", dimension("telemetry"));
    const auto told = desk.answer("DescribeDimension", R"({"name": "telemetry"})");
    EXPECT_EQ(told["type"], "TOPIC_FILTER");
    EXPECT_THAT(told["stringValues"], ElementsAre("dt/#"));
    EXPECT_TRUE(told.contains("creationDate"));
}

TEST(CreateCustomMetric, LetsBehavioursBeAboutIt) {
    Desk desk;
    desk.account.definitions.is_complete = true;
    EXPECT_EQ(desk.ask("CreateSecurityProfile", custom_profile).code, "InvalidRequestException");
    const auto told = desk.answer("CreateCustomMetric", metric("load"));
    EXPECT_EQ(told["metricArn"], desk.watch.inventory.arn("custommetric/load"));
    desk.answer("CreateSecurityProfile", custom_profile);
    EXPECT_EQ(desk.ask("CreateCustomMetric", metric("load")).code,
              "ResourceAlreadyExistsException");
    EXPECT_EQ(desk.ask("CreateCustomMetric", metric("aws:load")).code, "InvalidRequestException");
    EXPECT_EQ(desk.ask("CreateCustomMetric", "{}").code, "InvalidRequestException");
    for (int i = 1; i < 100; ++i) desk.answer("CreateCustomMetric", metric(std::to_string(i)));
    EXPECT_EQ(desk.ask("CreateCustomMetric", metric("more")).code, "LimitExceededException");
    EXPECT_EQ(desk.answer("ListCustomMetrics", R"({"maxResults": 100})")["metricNames"].size(),
              100U);
}

TEST(UpdateCustomMetric, ChangesTheDisplayNameOnly) {
    Desk desk;
    desk.answer("CreateCustomMetric", metric("load"));
    const auto told = desk.answer("UpdateCustomMetric",
                                  R"({"metricName": "load", "displayName": "Processor load"})");
    EXPECT_EQ(told["displayName"], "Processor load");
    EXPECT_EQ(told["metricType"], "number");
    EXPECT_EQ(desk.answer("DescribeCustomMetric", R"({"metricName": "load"})"), told);
    EXPECT_EQ(desk.ask("UpdateCustomMetric", R"({"metricName": "x", "displayName": "y"})").code,
              "ResourceNotFoundException");
}

TEST(DeleteCustomMetric, ForgetsWhatNobodyUses) {
    Desk desk;
    desk.answer("CreateCustomMetric", metric("load"));
    desk.answer("CreateSecurityProfile", custom_profile);
    EXPECT_EQ(desk.ask("DeleteCustomMetric", R"({"metricName": "load"})").code,
              "InvalidRequestException");
    desk.answer("UpdateSecurityProfile",
                R"({"securityProfileName": "guard", "deleteBehaviors": true})");
    desk.answer("DeleteCustomMetric", R"({"metricName": "load"})");
    EXPECT_EQ(desk.ask("DescribeCustomMetric", R"({"metricName": "load"})").code,
              "ResourceNotFoundException");
    EXPECT_THAT(desk.answer("ListCustomMetrics", "{}")["metricNames"], IsEmpty());
}

TEST(DeleteCustomMetric, ARetainedOneIsUsed) {
    Desk desk;
    desk.answer("CreateCustomMetric", metric("load"));
    desk.answer("CreateSecurityProfile", R"({"securityProfileName": "guard",
        "additionalMetricsToRetainV2": [{"metric": "load"}]})");
    EXPECT_EQ(desk.ask("DeleteCustomMetric", R"({"metricName": "load"})").code,
              "InvalidRequestException");
}
