#include "engine/score/partial.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/runs.hpp"

using namespace support;
using testing::HasSubstr;

namespace {

bool is_part(const char* wanted, const fleet::Json& found) {
    return score::is_part_of(fleet::Json::parse(wanted), found, ARun().facts);
}

bool is_part(const char* wanted, const char* found) {
    return is_part(wanted, fleet::Json::parse(found));
}

/// A finding of one certificate, and an alarm at 04:10 with the value 90.
ARun found_both() {
    ARun run;
    run.audit(1h, "DEVICE_CERTIFICATE_EXPIRING_CHECK");
    auto& finding = run.finding("deviceCertificateId", "c3", "CERTIFICATE_APPROACHING_EXPIRATION");
    finding.resource.additional_info = {{"EXPIRATION_TIME", "1534000000"}};
    run.alarm("pump-1", 4h + 10min);
    return run;
}

bool judged(const char* list, const std::string& entry) {
    return found_both()
        .judge(fmt::format(R"({{"exclusive": false, "{}": [{}]}})", list, entry), "at least 1")
        .is_met;
}

std::string problems_of(const std::string& expect) {
    fleet::Problems problems;
    score::validate_expectations(
        fleet::parse_json(R"({"expect": )" + expect + "}", "scenario.json"), problems);
    std::string text;
    for (const auto& problem : problems.all())
        text += fmt::format("{}: {}: {}\n", problem.line, problem.path, problem.message);
    return text;
}

}  // namespace

TEST(Partial, AnObjectIsAlikeWhenAllThatIsNamedOfItIs) {
    EXPECT_TRUE(is_part("{}", R"({"a": 1})"));
    EXPECT_TRUE(is_part(R"({"a": {"b": 1}})", R"({"a": {"b": 1, "c": 2}, "d": 3})"));
    EXPECT_FALSE(is_part(R"({"a": {"b": 2}})", R"({"a": {"b": 1, "c": 2}})"));
    EXPECT_FALSE(is_part(R"({"a": {"e": 1}})", R"({"a": {"b": 1}})")) << "what is not there";
    EXPECT_FALSE(is_part(R"({"a": {"b": 1}})", R"({"a": 1})"));
}

TEST(Partial, AListIsAlikeWhenEachThatIsNamedIsAmongIt) {
    EXPECT_TRUE(is_part(R"({"a": [2]})", R"({"a": [1, 2]})"));
    EXPECT_TRUE(is_part(R"({"a": [2, 1]})", R"({"a": [1, 2]})"));
    EXPECT_TRUE(is_part(R"({"a": [{"b": 1}]})", R"({"a": [{"b": 2}, {"b": 1, "c": 1}]})"));
    EXPECT_FALSE(is_part(R"({"a": [3]})", R"({"a": [1, 2]})"));
}

TEST(Partial, ANumberMayBeBoundedAndATimeBeAMoment) {
    EXPECT_TRUE(is_part(R"({"a": ">= 61"})", R"({"a": 61})"));
    EXPECT_FALSE(is_part(R"({"a": ">= 61"})", R"({"a": 60})"));
    EXPECT_FALSE(is_part(R"({"a": "much"})", R"({"a": 60})"));
    EXPECT_TRUE(is_part(R"({"a": "60"})", R"({"a": "60"})")) << "a text is a text";
    const fleet::Json found{{"at", fleet::aws_time(run_start + 4h)}};
    EXPECT_TRUE(is_part(R"({"at": "+4h"})", found));
    EXPECT_TRUE(is_part(R"({"at": "2018-08-06T04:00:00Z"})", found));
    EXPECT_TRUE(is_part(R"({"at": 1533528000})", found));
    EXPECT_FALSE(is_part(R"({"at": "+4h1ms"})", found));
    EXPECT_FALSE(is_part(R"({"at": "soon"})", found));
}

TEST(Match, NamesAnyPartOfAFinding) {
    EXPECT_TRUE(judged("findings", R"({"check": "DEVICE_CERTIFICATE_EXPIRING_CHECK", "match":
        {"nonCompliantResource": {"resourceType": "DEVICE_CERTIFICATE",
                                  "additionalInfo": {"EXPIRATION_TIME": "1534000000"}},
         "severity": "MEDIUM", "findingTime": "+1h1s"}})"));
    EXPECT_FALSE(judged("findings", R"({"check": "DEVICE_CERTIFICATE_EXPIRING_CHECK", "match":
        {"nonCompliantResource": {"additionalInfo": {"EXPIRATION_TIME": "1"}}}})"));
    EXPECT_TRUE(judged("findings", R"({"match": {"reasonForNonCompliance": "It is so."}})"))
        << "with it the check need not be named";
    EXPECT_FALSE(judged("findings", R"({"match": {"severity": "HIGH"}})"));
    EXPECT_FALSE(judged("findings", R"({"check": "LOGGING_DISABLED_CHECK",
                                        "match": {"severity": "MEDIUM"}})"));
}

TEST(Match, NamesAnyPartOfAnAlarm) {
    EXPECT_TRUE(judged("alarms", R"({"behavior": "Flood", "match":
        {"metricValue": {"count": "> 89"}, "behavior": {"name": "Flood"},
         "verificationState": "UNKNOWN", "violationEventTime": "+4h10m"}})"));
    EXPECT_FALSE(judged("alarms", R"({"behavior": "Flood",
                                      "match": {"metricValue": {"count": "> 90"}}})"));
    EXPECT_FALSE(judged("alarms", R"({"match": {"metricValue": {"ports": [23]}}})"));
    EXPECT_TRUE(judged("alarms", R"({"match": {"thingName": "pump-1"}, "within": "5h"})"));
    EXPECT_FALSE(judged("alarms", R"({"match": {"thingName": "pump-1"}, "within": "1h"})"));
}

TEST(Match, IsToldInTheExpectationAndFieldByFieldInTheDifference) {
    const auto result = found_both().judge(
        R"({"alarms": [{"match": {"thingName": "pump-1", "metricValue": {"count": 91}}}]})",
        "at least 1 alarm");
    EXPECT_EQ(result.expectation,
              R"(at least 1 alarm like {"thingName":"pump-1","metricValue":{"count":91}})");
    const auto text = score::difference_text(result, 96);
    EXPECT_THAT(text, HasSubstr("differs in metricValue.count\n"));
    EXPECT_THAT(text, HasSubstr("* metricValue.count  91        90\n"));
    EXPECT_THAT(text, HasSubstr("  thingName          pump-1    pump-1\n"));
}

TEST(Match, OfAFieldThatAwsDoesNotHaveIsAnErrorWithTheNearestWord) {
    EXPECT_THAT(problems_of(R"({"findings": [{"match": {"severety": "HIGH"}}]})"),
                HasSubstr("1: expect.findings[0].match.severety: unknown key \"severety\" (did you "
                          "mean \"severity\"?)"));
    EXPECT_THAT(problems_of(R"({"findings": [{"match": {"severity": "HIGHH"}}]})"),
                HasSubstr("(did you mean \"HIGH\"?)"));
    EXPECT_THAT(problems_of(R"({"findings": [{"match": {"nonCompliantResource":
                                                        {"resourceIdentifer": {}}}}]})"),
                HasSubstr("did you mean \"resourceIdentifier\"?"));
    EXPECT_THAT(problems_of(R"({"alarms": [{"match": {"violationEventType": "alarm-cleared"}}]})"),
                HasSubstr("found \"alarm-cleared\", expected"))
        << "alarms are the events that begin them";
    EXPECT_THAT(problems_of(R"({"alarms": [{"match": 7}]})"), HasSubstr("found 7, expected"));
    EXPECT_THAT(problems_of(R"({"tasks": [{"match": {}}]})"), HasSubstr("unknown key \"match\""));
    EXPECT_THAT(problems_of(R"({"alarms": [{"thing": "pump-1"}]})"),
                HasSubstr("\"behavior\" is missing"));
    EXPECT_EQ(problems_of(R"({"alarms": [{"match": {"behavior": {"criteria":
                                {"value": {"count": "<= 5"}}}}}]})"),
              "");
}
