#include "engine/score/expectations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/runs.hpp"

using namespace support;
using testing::HasSubstr;
using testing::Not;

namespace {

constexpr auto nothing_else = "nothing else is found";
constexpr auto expiring_check = "DEVICE_CERTIFICATE_EXPIRING_CHECK";
constexpr auto approaching = "CERTIFICATE_APPROACHING_EXPIRATION";

ARun flooded() {
    ARun run;
    run.flood("pump-1", 4h, 4h + 30min);
    run.alarm("pump-1", 4h + 10min);
    return run;
}

}  // namespace

TEST(Expectations, AScenarioWithoutThemPasses) {
    ARun run;
    run.alarm("pump-1", 1h);
    const auto score = run.mark("{}");
    EXPECT_FALSE(score.has_expectations);
    EXPECT_TRUE(score.is_passed);
    EXPECT_TRUE(score.expectations.empty());
}

TEST(Expectations, AnEmptySectionExpectsTheWholeTruthAndNothingElse) {
    auto run = flooded();
    EXPECT_TRUE(run.mark(R"({"expect": {}})").is_passed);
    EXPECT_TRUE(run.mark(R"({"expect": {}})").has_expectations);

    run.flood("pump-2", 6h, 6h + 30min);
    const auto missed = run.judge("{}", "detect.recall is 1");
    EXPECT_FALSE(missed.is_met);
    EXPECT_EQ(missed.why,
              "expected detect.recall is 1, found 0.5; 1 missed: Base/Flood on pump-2 for "
              "message-flood-2, due between 2018-08-06T06:00:00Z and 2018-08-06T06:50:00Z");
    EXPECT_TRUE(run.judge("{}", nothing_else).is_met);
}

TEST(Expectations, AMissedDefectIsNamedWithItsAudit) {
    ARun run;
    run.expiring("c1");
    run.audit(26h, expiring_check);
    EXPECT_THAT(run.judge("{}", "audit.recall is 1").why,
                HasSubstr("1 missed: DEVICE_CERTIFICATE_EXPIRING_CHECK on deviceCertificateId c1 "
                          "(CERTIFICATE_APPROACHING_EXPIRATION) for expiring-certificate-1 in the "
                          "audit of 2018-08-07T02:00:00Z"));
}

TEST(Expectations, OtherFindingsFailAndAreNamedByRuleDeviceAndTime) {
    auto run = flooded();
    run.alarm("pump-2", 7h);
    run.audit(26h, expiring_check);
    run.finding("deviceCertificateId", "c3", approaching);
    const auto silence = run.judge("{}", nothing_else);
    EXPECT_FALSE(silence.is_met);
    EXPECT_EQ(silence.why,
              "found 2 that neither an entry expects nor the truth accounts for: "
              "DEVICE_CERTIFICATE_EXPIRING_CHECK on deviceCertificateId c3 of pump-3 "
              "(CERTIFICATE_APPROACHING_EXPIRATION) in the audit of 2018-08-07T02:00:00Z; "
              "Base/Flood on pump-2 at 2018-08-06T07:00:00Z");
}

TEST(Expectations, TheDiffNamesWhatWasNotMetAndNothingElse) {
    auto run = flooded();
    EXPECT_EQ(score::diff_text(run.mark(R"({"expect": {}})")), "");
    run.alarm("pump-2", 7h);
    EXPECT_EQ(score::diff_text(run.mark(R"({"expect": {}})")),
              "not met: nothing else is found\n    found 1 that neither an entry expects nor the "
              "truth accounts for: Base/Flood on pump-2 at 2018-08-06T07:00:00Z\n"
              "    unexpected: Base/Flood on pump-2 at 2018-08-06T07:00:00Z: nothing in the truth "
              "accounts for it;\n    no entry names its rule\n");
}

TEST(Expectations, OnlyTenOthersAreListed) {
    ARun run;
    for (int i = 0; i < 12; ++i) run.alarm("pump-1", i * 1h);
    EXPECT_THAT(run.judge("{}", nothing_else).why, HasSubstr("T09:00:00Z; and 2 more"));
    EXPECT_THAT(run.judge("{}", nothing_else).why, Not(HasSubstr("T10:00:00Z")));
}

TEST(Expectations, ExclusiveTrueAllowsWhatAnEntryMatches) {
    auto run = flooded();
    run.alarm("pump-2", 7h);
    const auto* const expect = R"({"alarms": [{"behavior": "Flood", "thing": "pump-2"}]})";
    EXPECT_TRUE(run.mark(std::string(R"({"expect": )") + expect + "}").is_passed);
}

TEST(Expectations, ExclusiveStrictIgnoresTheTruth) {
    auto run = flooded();
    const auto silence = run.judge(R"({"exclusive": "strict"})", nothing_else);
    EXPECT_FALSE(silence.is_met);
    EXPECT_THAT(silence.why, HasSubstr("found 1 that no entry expects: Base/Flood on pump-1"));
    EXPECT_TRUE(run.judge(R"({"exclusive": "strict", "alarms": [{"behavior": "Base/Flood"}]})",
                          nothing_else)
                    .is_met);
}

TEST(Expectations, ExclusiveFalseAllowsEverything) {
    ARun run;
    run.alarm("pump-2", 7h);
    EXPECT_TRUE(run.mark(R"({"expect": {"exclusive": false}})").is_passed);
    EXPECT_FALSE(run.mark(R"({"expect": {"exclusive": true}})").is_passed);
}

TEST(Expectations, AnAlarmBelowTheThresholdIsNotAccountedFor) {
    auto run = flooded();
    run.truth.incidents.front().is_below_threshold = true;
    EXPECT_FALSE(run.judge("{}", nothing_else).is_met);
}

TEST(Expectations, SayWhatWasDueAndWhatCameNearest) {
    auto run = flooded();
    run.findings.violation_events.front().behavior_name = "Address";
    const auto result = run.judge(
        R"({"alarms": [{"behavior": "Flood", "cohort": "pumps", "within": "15m"}]})", "at least");
    EXPECT_FALSE(result.is_met);
    EXPECT_EQ(result.expectation,
              "at least 1 alarm of behavior Flood in cohort pumps within 15m of its incident");
    EXPECT_EQ(
        result.why,
        "expected at least 1 alarm of behavior Flood in cohort pumps between "
        "2018-08-06T04:00:00Z and 2018-08-06T04:15:00Z (message-flood-1 on pump-1), found none; "
        "nearest: Base/Address on pump-1 at 2018-08-06T04:10:00Z");
    run.findings.violation_events.front().thing_name = "pump-2";
    EXPECT_THAT(
        run.judge(R"({"alarms": [{"behavior": "Flood", "cohort": "pumps", "within": "15m"}]})",
                  "at least")
            .why,
        testing::EndsWith("found none; the run has 1 alarm, none like it"))
        << "another rule's alarm on another thing is not near";
}

TEST(Expectations, WithinCountsFromTheIncidentToTheMillisecond) {
    auto run = flooded();
    const auto judged = [&](const char* within) {
        const auto expect =
            std::string(R"({"alarms": [{"behavior": "Flood", "within": ")") + within + R"("}]})";
        return run.judge(expect, "at least 1 alarm").is_met;
    };
    EXPECT_TRUE(judged("10m"));
    EXPECT_FALSE(judged("599999ms"));
    run.truth.incidents.clear();
    EXPECT_FALSE(judged("4h")) << "without an incident it counts from the start of the run";
    EXPECT_TRUE(judged("4h10m"));
}

TEST(Expectations, AtMeansTheSlotThatBeginsThere) {
    auto run = flooded();
    const auto judged = [&](const char* due) {
        return run
            .judge(std::string(R"({"alarms": [{"behavior": "Flood", )") + due + "}]}",
                   "at least 1 alarm")
            .is_met;
    };
    EXPECT_TRUE(judged(R"("at": "+4h10m")"));
    EXPECT_TRUE(judged(R"("at": "+4h5m")"));
    EXPECT_FALSE(judged(R"("at": "+4h4m")"));
    EXPECT_FALSE(judged(R"("at": "+4h11m")"));
    EXPECT_TRUE(judged(R"("at": "end-20h", "within": "10m")"));
    EXPECT_TRUE(judged(R"("at": "2018-08-06T04:10:00Z", "within": "0s")"));
}

TEST(Expectations, AnAlarmMayHaveToClearSoon) {
    auto run = flooded();
    const auto judged = [&](const char* soon) {
        return run.judge(
            std::string(R"({"alarms": [{"behavior": "Flood", "clearedWithin": ")") + soon + "\"}]}",
            "at least 1 alarm");
    };
    EXPECT_FALSE(judged("4h").is_met) << "it never clears";
    const auto id = run.findings.violation_events.front().violation_id;
    auto& event = run.alarm("pump-1", 4h + 25min);
    event.violation_id = id;
    event.type = engine::ViolationEventType::alarm_invalidated;
    EXPECT_FALSE(judged("4h").is_met) << "what is invalidated does not clear";
    event.type = engine::ViolationEventType::alarm_cleared;
    EXPECT_TRUE(judged("15m").is_met);
    EXPECT_FALSE(judged("14m59s").is_met);
    EXPECT_THAT(judged("1m").expectation, testing::HasSubstr("that clears within 1m"));
}

TEST(Expectations, CountsAreExactOrRanges) {
    auto run = flooded();
    run.alarm("pump-1", 4h + 20min);
    const auto judged = [&](const char* count) {
        return run
            .judge(std::string(R"({"alarms": [{"behavior": "Flood", "count": )") + count + "}]}",
                   "")
            .is_met;
    };
    EXPECT_TRUE(judged("2"));
    EXPECT_FALSE(judged("1"));
    EXPECT_FALSE(judged("0"));
    EXPECT_TRUE(judged("\"1..3\""));
    EXPECT_TRUE(judged("\">= 2\""));
    EXPECT_FALSE(judged("\"> 2\""));
    EXPECT_FALSE(judged("\"<2\""));
    const auto none = run.judge(R"({"alarms": [{"behavior": "Flood", "count": 0}]})", "no alarms");
    EXPECT_THAT(none.why, HasSubstr("expected no alarms of behavior Flood, found 2: Base/Flood on "
                                    "pump-1 at 2018-08-06T04:10:00Z; "));
}

TEST(Expectations, FindingsAreMatchedByResourceCohortThingReasonSeverityAndTask) {
    ARun run;
    run.audit(1h, expiring_check);
    run.audit(2h, expiring_check);
    run.finding("deviceCertificateId", "c3", approaching).is_suppressed = true;
    const auto judged = [&](const std::string& more) {
        return run
            .judge(
                R"({"findings": [{"check": "DEVICE_CERTIFICATE_EXPIRING_CHECK", )" + more + "}]}",
                "at least 1 finding")
            .is_met;
    };
    EXPECT_TRUE(judged(R"("cohort": "pumps", "thing": "pump-3", "task": 2)"));
    EXPECT_TRUE(judged(R"("resource": "c3", "severity": "MEDIUM", "isSuppressed": true)"));
    EXPECT_TRUE(judged(R"("resource": {"deviceCertificateId": "c3"})"));
    EXPECT_TRUE(judged(R"("reasonCode": "CERTIFICATE_APPROACHING_EXPIRATION")"));
    EXPECT_FALSE(judged(R"("cohort": "kettles")"));
    EXPECT_FALSE(judged(R"("thing": "pump-1")"));
    EXPECT_FALSE(judged(R"("task": 1)"));
    EXPECT_FALSE(judged(R"("resource": {"caCertificateId": "c3"})"));
    EXPECT_FALSE(judged(R"("isSuppressed": false)"));
    EXPECT_FALSE(judged(R"("severity": "HIGH")"));
    EXPECT_FALSE(judged(R"("reasonCode": "CERTIFICATE_PAST_EXPIRATION")"));
}

TEST(Expectations, AlarmsAreMatchedByProfileAndMetric) {
    auto run = flooded();
    const auto judged = [&](const std::string& more) {
        return run.judge(R"({"alarms": [{"behavior": "Flood", )" + more + "}]}", "at least 1 alarm")
            .is_met;
    };
    EXPECT_TRUE(judged(R"("profile": "Base", "metric": "aws:num-messages-sent")"));
    EXPECT_FALSE(judged(R"("profile": "Other")"));
    EXPECT_FALSE(judged(R"("metric": "aws:source-ip-address")"));
}

TEST(Expectations, TasksNotificationsAndOperationsCanBeExpected) {
    ARun run;
    run.audit(1h, expiring_check);
    run.findings.notifications.push_back({.time = run_start,
                                          .topic_arn = "arn:aws:sns:us-east-1:1:alerts",
                                          .message = "{}",
                                          .is_sent = false,
                                          .why_not = "no"});
    run.findings.operations.push_back({.time = run_start,
                                       .operation = "ListAuditTasks",
                                       .request = "{}",
                                       .response = "{}",
                                       .error_code = {},
                                       .error_message = {},
                                       .where = {},
                                       .expected_error = {}});
    const auto score = run.mark(R"({"expect": {
        "tasks": [{"status": "COMPLETED", "task": 1, "type": "ON_DEMAND_AUDIT_TASK",
                   "checkStatus": {"DEVICE_CERTIFICATE_EXPIRING_CHECK":
                                   "COMPLETED_NON_COMPLIANT"}},
                  {"status": "FAILED", "count": 0}],
        "notifications": [{"topic": "alerts", "isSent": false}, {"isSent": true, "count": 0}],
        "operations": [{"operation": "ListAuditTasks", "count": 1}]}})");
    EXPECT_TRUE(score.is_passed);
    EXPECT_EQ(score.expectations.size(), 6);
    EXPECT_THAT(run.judge(R"({"tasks": [{"status": "FAILED"}]})", "at least 1 audit task").why,
                HasSubstr("found none; nearest: audit 1 of "));
    EXPECT_THAT(ARun().judge(R"({"tasks": [{"status": "FAILED"}]})", "at least 1 audit task").why,
                testing::EndsWith("found none; the run has no audit task"));
}

TEST(Expectations, OperationsFailOnAnErrorNobodyExpected) {
    ARun run;
    run.findings.operations.push_back({.time = run_start + 5h,
                                       .operation = "CancelAuditTask",
                                       .request = "{}",
                                       .response = {},
                                       .error_code = "ResourceNotFoundException",
                                       .error_message = "No such task.",
                                       .where = "timeline[1]",
                                       .expected_error = {}});
    const auto failed = run.judge("{}", "CancelAuditTask");
    EXPECT_FALSE(failed.is_met);
    EXPECT_EQ(failed.why,
              "expected that CancelAuditTask at 2018-08-06T05:00:00Z succeeds; CancelAuditTask at "
              "2018-08-06T05:00:00Z failed with ResourceNotFoundException: No such task. "
              "(timeline[1])");
    EXPECT_TRUE(run.mark(R"({"expect": {"operations": [
        {"operation": "CancelAuditTask", "errorCode": "ResourceNotFoundException"}]}})")
                    .is_passed);

    run.findings.operations.front().expected_error = "ResourceNotFoundException";
    EXPECT_TRUE(run.judge("{}", "CancelAuditTask").is_met);
    run.findings.operations.front().error_code.clear();
    EXPECT_THAT(run.judge("{}", "CancelAuditTask").why,
                HasSubstr("fails with ResourceNotFoundException; CancelAuditTask at "
                          "2018-08-06T05:00:00Z succeeded"));
}
