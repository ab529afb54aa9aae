#include "engine/rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/audit/checks.hpp"

using namespace engine;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

const auto start = *fleet::parse_time("2018-08-06T00:00:00Z");
const auto end_of_run = start + 12h;

struct Read {
    Rules rules;
    std::vector<fleet::Problem> problems;
};

Read read(std::string_view text) {
    const auto document = fleet::parse_json(text, "s.json");
    fleet::Problems problems;
    auto rules = read_rules(document, start, end_of_run, "123456789012", "us-east-1", problems);
    return {std::move(rules), problems.all()};
}

std::vector<fleet::Time> run_times(std::string_view runs) {
    const auto result = read(R"({"audit": {"runs": )" + std::string(runs) + "}}");
    EXPECT_THAT(result.problems, IsEmpty());
    std::vector<fleet::Time> times;
    for (const auto& operation : result.rules.operations) {
        if (operation.operation == "StartOnDemandAuditTask") times.push_back(operation.time);
    }
    return times;
}

auto problem(int line, std::string_view path, std::string_view words) {
    return AllOf(Field(&fleet::Problem::line, line),
                 Field(&fleet::Problem::path, std::string(path)),
                 Field(&fleet::Problem::message, HasSubstr(std::string(words))));
}

}  // namespace

TEST(Rules, AreNoneWithoutSections) {
    const auto result = read("{}");
    EXPECT_THAT(result.problems, IsEmpty());
    EXPECT_THAT(result.rules.operations, IsEmpty());
    EXPECT_THAT(result.rules.profiles, IsEmpty());
}

TEST(Rules, ReadHowDetectIsRead) {
    const auto usual = read(R"({"detect": {}})").rules.detect;
    EXPECT_FALSE(usual.has_tumbling_windows || usual.counts_absence_in_seconds ||
                 usual.reports.needs_rising_ids);
    EXPECT_EQ(usual.reports.minimum_delay, 5min);
    const auto told = read(R"({"detect": {"windows": "tumbling", "minimumReportDelay": "0s",
        "disconnectDurationUnit": "seconds", "risingReportIds": true}})");
    EXPECT_THAT(told.problems, IsEmpty());
    EXPECT_TRUE(told.rules.detect.has_tumbling_windows &&
                told.rules.detect.counts_absence_in_seconds &&
                told.rules.detect.reports.needs_rising_ids);
    EXPECT_EQ(told.rules.detect.reports.minimum_delay, 0s);
    EXPECT_THAT(read(R"({"detect": {"windows": "hopping", "minimumReportDelay": "-1s",
        "disconnectDurationUnit": 7, "risingReportIds": "yes"}})")
                    .problems,
                SizeIs(4));
}

TEST(Rules, ReadHowPercentilesAreTaken) {
    const auto told = read(R"({"detect": {"percentilePopulation": "others",
        "percentileMethod": "linear", "connectedIsActive": true}})");
    EXPECT_THAT(told.problems, IsEmpty());
    const auto& percentiles = told.rules.detect.percentiles;
    EXPECT_TRUE(percentiles.is_of_others && percentiles.is_interpolated &&
                told.rules.detect.is_connected_active);
    EXPECT_FALSE(percentiles.is_of_previous);
    EXPECT_THAT(read(R"({"detect": {"percentilePopulation": "others",
                        "percentileWindow": "previous"}})")
                    .problems,
                SizeIs(1));
    EXPECT_THAT(read(R"({"detect": {"percentilePopulation": "none", "percentileWindow": "next",
                        "percentileMethod": "middle", "connectedIsActive": 1}})")
                    .problems,
                SizeIs(4));
}

TEST(Rules, EnableEveryCheckWithTheDefaultRoleUnlessTold) {
    const auto result = read(R"({"audit": {"runs": [{"at": "end+2h"}]}})");
    ASSERT_THAT(result.problems, IsEmpty());
    ASSERT_THAT(result.rules.operations, SizeIs(2));
    const auto& configure = result.rules.operations[0];
    EXPECT_EQ(configure.operation, "UpdateAccountAuditConfiguration");
    EXPECT_EQ(configure.time, start);
    EXPECT_EQ(configure.where, "");
    const auto request = fleet::Json::parse(configure.request);
    EXPECT_EQ(request["roleArn"], "arn:aws:iam::123456789012:role/AWSIoTDeviceDefenderAudit");
    EXPECT_EQ(request["auditCheckConfigurations"].size(), engine::audit_checks().size());
    EXPECT_FALSE(request.contains("auditNotificationTargetConfigurations"));
    const auto& run = result.rules.operations[1];
    EXPECT_EQ(run.time, end_of_run + 2h);
    EXPECT_EQ(fleet::Json::parse(run.request)["targetCheckNames"].size(),
              engine::audit_checks().size());
    EXPECT_EQ(result.rules.checks_enabled_since, start - 31 * 24h);
}

TEST(Rules, ReadTimesFromStartAndEnd) {
    EXPECT_THAT(
        run_times(R"([{"at": "+4h"}, {"at": "end"}, {"at": "end-5m"}, {"at": "end+2h"},
                              {"at": "2018-08-06T01:00:00Z"}])"),
        ElementsAre(start + 1h, start + 4h, end_of_run - 5min, end_of_run, end_of_run + 2h));
    for (const auto* wrong : {"\"4h\"", "\"end+\"", "\"ends\"", "\"+-4h\"", "5", "\"\""}) {
        const auto result = read(std::string(R"({"audit": {"runs": [{"at": )") + wrong + "}]}}");
        EXPECT_THAT(result.problems, Contains(problem(1, "audit.runs[0].at", "expected a time")))
            << wrong;
    }
}

TEST(Rules, RunOnlyTheChecksThatAreEnabled) {
    const auto result = read(R"({"audit": {"enabledSince": "+1h", "runs": [{"at": "+4h"}],
        "configuration": {"auditCheckConfigurations": {
            "CONFLICTING_CLIENT_IDS_CHECK": {"enabled": true},
            "DEVICE_CERTIFICATE_SHARED_CHECK": {"enabled": false}}}}})");
    ASSERT_THAT(result.problems, IsEmpty());
    EXPECT_EQ(result.rules.operations.at(1).request,
              R"({"targetCheckNames":["CONFLICTING_CLIENT_IDS_CHECK"]})");
    EXPECT_EQ(result.rules.checks_enabled_since, start + 1h);
}

TEST(Rules, NameEveryProblemWithLinePathAndNearestWord) {
    const auto result = read(R"({"audit": {"run": [],
        "schedules": [{}],
        "configuration": {"auditCheckConfigurations": {
            "CONFLICTING_CLIENT_ID_CHECK": {"enabled": true},
            "CA_CERTIFICATE_EXPIRING_CHECK": {"enabled": "yes"},
            "DEVICE_CERTIFICATE_EXPIRING_CHECK": {"enabled": true, "configuration":
                {"CERT_EXPIRATION_THRESHOLD_IN_DAYS": "5"}}}},
        "runs": [{"at": "+1h",
                  "checks": ["NONSENSE"]}, {"checks": []}]},
      "detect": {"customMetrics": [{}],
                 "dimension": []},
      "timeline": [{"at": "+1h", "kind": "publish-flood"},
                   {"at": "+1h", "operation": "StartOnDemandAuditTsk"},
                   {"operation": "ListAuditTasks", "request": 5}]})");
    const std::string settings = "audit.configuration.auditCheckConfigurations.";
    EXPECT_THAT(result.problems,
                testing::UnorderedElementsAre(
                    problem(1, "audit.run", "did you mean \"runs\""),
                    problem(4, settings + "CONFLICTING_CLIENT_ID_CHECK",
                            "did you mean \"CONFLICTING_CLIENT_IDS_CHECK\""),
                    problem(5, settings + "CA_CERTIFICATE_EXPIRING_CHECK", "must be true or false"),
                    problem(6, settings + "DEVICE_CERTIFICATE_EXPIRING_CHECK", "30 and 3652"),
                    problem(9, "audit.runs[0].checks[0]", "is no audit check"),
                    problem(9, "audit.runs[1]", "\"at\" is missing"),
                    problem(10, "detect.customMetrics[0]", "metricName is required"),
                    problem(10, "detect.customMetrics[0]", "metricType is required"),
                    problem(11, "detect.dimension", "did you mean \"dimensions\""),
                    problem(13, "timeline[1].operation", "\"StartOnDemandAuditTask\""),
                    problem(14, "timeline[2].request", "expected an object"),
                    problem(14, "timeline[2]", "\"at\" is missing")));
}

TEST(Rules, MakeSchedulesAndSuppressionsOperationsAfterTheConfiguration) {
    const auto result = read(R"({"audit": {
        "suppressions": [{"checkName": "CONFLICTING_CLIENT_IDS_CHECK", "expirationDate": "+10d",
                          "resourceIdentifier": {"clientId": "a"}}],
        "schedules": [{"scheduledAuditName": "nightly", "frequency": "DAILY",
                       "targetCheckNames": ["CONFLICTING_CLIENT_IDS_CHECK"]}],
        "suppressedAreNonCompliant": true, "ageOrigin": "notBefore",
        "runs": [{"at": "+1h"}]}})");
    ASSERT_THAT(result.problems, IsEmpty());
    std::vector<std::string> names;
    for (const auto& operation : result.rules.operations) names.push_back(operation.operation);
    EXPECT_THAT(names, ElementsAre("UpdateAccountAuditConfiguration", "CreateScheduledAudit",
                                   "CreateAuditSuppression", "StartOnDemandAuditTask"));
    EXPECT_EQ(result.rules.operations[2].time, start);
    EXPECT_THAT(result.rules.operations[2].request,
                HasSubstr(R"("expirationDate":1534377600.000)"));
    EXPECT_TRUE(result.rules.reading.counts_suppressed_as_non_compliant);
    EXPECT_EQ(result.rules.reading.age_origin, engine::AgeOrigin::not_before);
}

TEST(Rules, TellWhatTheServiceWouldRefuseWithItsPlace) {
    const auto result = read(R"({"audit": {
        "configuration": {"auditCheckConfigurations": {
            "REVOKED_DEVICE_CERT_CHECK": {"enabled": true}}},
        "schedules": [{"scheduledAuditName": "a", "frequency": "WEEKLY",
                       "targetCheckNames": ["REVOKED_DEVICE_CERT_CHECK"]},
                      {"scheduledAuditName": "a", "frequency": "DAILY",
                       "targetCheckNames": ["CONFLICTING_CLIENT_IDS_CHECK"]},
                      7],
        "suppressions": [{"checkName": "REVOKED_DEVICE_CERT_CHECK", "suppressIndefinitely": true,
                          "resourceIdentifier": {"clientId": "a"}},
                         {"checkName": "CONFLICTING_CLIENT_IDS_CHECK", "expirationDate": "soon",
                          "resourceIdentifier": {"clientId": "a"}}],
        "suppressedAreNonCompliant": "yes", "ageOrigin": "birth",
        "runs": [{"at": "+1h"}]}})");
    EXPECT_THAT(result.problems,
                testing::UnorderedElementsAre(
                    problem(4, "audit.schedules[0]", "needs dayOfWeek"),
                    problem(6, "audit.schedules[1]", "is not enabled"),
                    problem(8, "audit.schedules[2]", "not an object"),
                    problem(9, "audit.suppressions[0]", "identified by deviceCertificateId"),
                    problem(11, "audit.suppressions[1].expirationDate", "expected a time"),
                    problem(13, "audit.ageOrigin", "expected creationDate or notBefore"),
                    problem(13, "audit.suppressedAreNonCompliant", "true or false")));
    const auto nothing = read(R"({"audit": {"configuration": {}, "schedules": [7]}})");
    EXPECT_THAT(nothing.problems,
                ElementsAre(problem(1, "audit.configuration", "At least one check")));
}

TEST(Rules, GetStartedAsTheConsoleDoes) {
    const auto result = read(R"({"account": {"getStarted": true}})");
    ASSERT_THAT(result.problems, IsEmpty());
    ASSERT_THAT(result.rules.operations, SizeIs(2));
    EXPECT_EQ(result.rules.operations[0].operation, "UpdateAccountAuditConfiguration");
    const auto request = fleet::Json::parse(result.rules.operations[1].request);
    EXPECT_EQ(request["scheduledAuditName"], "AWSIoTDeviceDefenderDailyAudit");
    EXPECT_EQ(request["frequency"], "DAILY");
    EXPECT_GT(request["targetCheckNames"].size(), 3u);
    const auto own = read(R"({"account": {"getStarted": true}, "audit": {"configuration":
        {"auditCheckConfigurations": {"REVOKED_DEVICE_CERT_CHECK": {"enabled": true}}}}})");
    ASSERT_THAT(own.problems, IsEmpty());
    EXPECT_THAT(own.rules.operations.at(1).request,
                HasSubstr(R"(["REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK"])"));
    EXPECT_THAT(read(R"({"account": {"getStarted": false}})").rules.operations, IsEmpty());
}

TEST(Rules, KeepTheOrderOfSectionsAtOneInstant) {
    const auto result = read(R"({"timeline": [
        {"at": "+0s", "operation": "ListAuditTasks", "expectError": "InvalidRequestException"}],
        "audit": {"runs": [{"at": "+0s"}]}})");
    ASSERT_THAT(result.problems, IsEmpty());
    ASSERT_THAT(result.rules.operations, SizeIs(3));
    EXPECT_EQ(result.rules.operations[0].operation, "UpdateAccountAuditConfiguration");
    EXPECT_EQ(result.rules.operations[1].operation, "StartOnDemandAuditTask");
    EXPECT_EQ(result.rules.operations[2].where, "timeline[0]");
    EXPECT_EQ(result.rules.operations[2].expected_error, "InvalidRequestException");
    EXPECT_EQ(result.rules.operations[2].request, "{}");
}

TEST(Rules, AttachProfilesToRegisteredThingsUnlessTold) {
    const auto result = read(R"({"detect": {"profiles": [
        {"profile": {"securityProfileName": "a", "behaviors": []}},
        {"profile": {"securityProfileName": "b", "behaviors": []},
         "targets": ["arn:aws:iot:us-east-1:123456789012:all/things", "thinggroup/eu"]}]}})");
    ASSERT_THAT(result.problems, IsEmpty());
    ASSERT_THAT(result.rules.profiles, SizeIs(2));
    EXPECT_THAT(result.rules.profiles[0].targets, ElementsAre("all/registered-things"));
    EXPECT_THAT(result.rules.profiles[1].targets, ElementsAre("all/things", "thinggroup/eu"));
    const auto twice = read(R"({"detect": {"profiles": [
        {"profile": {"securityProfileName": "a", "behaviors": []}},
        {"profile": {"securityProfileName": "a", "behaviors": []}, "targets": ["moon"]}]}})");
    EXPECT_THAT(twice.problems,
                ElementsAre(problem(3, "detect.profiles[1].targets[0]", "is no target"),
                            problem(3, "detect.profiles[1].profile", "stands twice")));
}
