#include <gtest/gtest.h>

#include "tests/support/runs.hpp"

using namespace support;
using score::Standing;

namespace {
constexpr auto expiring_check = "DEVICE_CERTIFICATE_EXPIRING_CHECK";
constexpr auto approaching = "CERTIFICATE_APPROACHING_EXPIRATION";
constexpr auto conflict_check = "CONFLICTING_CLIENT_IDS_CHECK";
constexpr auto shared_check = "DEVICE_CERTIFICATE_SHARED_CHECK";

/// How many units the audit `check`, run at `at`, has of an incident in [start, end].
std::uint64_t units_of(std::string check, fleet::Duration at, fleet::Duration start,
                       fleet::Duration end) {
    ARun run;
    run.audit(at, check);
    auto& incident = run.expiring("c1");
    incident.checks.front().check_name = check;
    incident.start = run_start + start;
    incident.end = run_start + end;
    return run.mark().audit_overall.false_negatives;
}

/// The standing of one alarm at `at` of a flood in [4h, 4h30m]: window 10 min, two datapoints.
Standing standing_at(fleet::Duration at, std::string behavior = "Flood") {
    ARun run;
    run.flood("pump-1", 4h, 4h + 30min);
    run.alarm("pump-1", at, std::move(behavior));
    return run.mark().event_standing.front();
}
}  // namespace

TEST(AuditMatch, FindsAUnitByCheckResourceAndReason) {
    ARun run;
    run.expiring("c1");
    run.audit(26h, expiring_check);
    run.finding("deviceCertificateId", "c1", approaching);
    const auto score = run.mark();
    EXPECT_EQ(score.audit_standing, std::vector{Standing::true_positive});
    EXPECT_EQ(score.audit_overall.true_positives, 1);
    EXPECT_EQ(score.audit_overall.false_negatives, 0);
    EXPECT_EQ(score.audit_checks.at(expiring_check).recall(), 1.0);
}

TEST(AuditMatch, CallsAnotherResourceOrReasonFalseAndTheUnitMissed) {
    ARun run;
    run.expiring("c1");
    run.audit(26h, expiring_check);
    run.finding("deviceCertificateId", "c2", approaching);
    run.finding("deviceCertificateId", "c1", "CERTIFICATE_PAST_EXPIRATION");
    const auto score = run.mark();
    EXPECT_EQ(score.audit_overall.false_positives, 2);
    EXPECT_EQ(score.audit_overall.false_negatives, 1);
    EXPECT_EQ(score.audit_overall.precision(), 0.0);
}

TEST(AuditMatch, LetsALaterReasonOfTheSameResourceTakeThePlaceOfAnEarlierOne) {
    ARun run;
    run.expiring("c1").end = run.facts.start + 10h;
    auto& past = run.expiring("c1");
    past.start = run.facts.start + 10h;
    past.checks.front().reason_code = "CERTIFICATE_PAST_EXPIRATION";
    run.audit(10h, expiring_check);
    run.finding("deviceCertificateId", "c1", "CERTIFICATE_PAST_EXPIRATION");
    const auto score = run.mark();
    EXPECT_EQ(score.audit_overall.true_positives, 1);
    EXPECT_EQ(score.audit_overall.false_negatives, 0);
}

TEST(AuditMatch, HasAUnitForEachTaskThatRanTheCheck) {
    ARun run;
    run.expiring("c1");
    run.audit(1h, expiring_check);
    run.finding("deviceCertificateId", "c1", approaching);
    run.audit(2h, expiring_check);
    run.audit(3h, conflict_check);
    const auto score = run.mark();
    EXPECT_EQ(score.audit_overall.true_positives, 1);
    EXPECT_EQ(score.audit_overall.false_negatives, 1);
}

TEST(AuditMatch, CountsADefectThatTwoIncidentsNameOnce) {
    ARun run;
    run.expiring("c1");
    run.expiring("c1");
    run.audit(1h, expiring_check);
    EXPECT_EQ(run.mark().audit_overall.false_negatives, 1);
}

TEST(AuditMatch, HasNoUnitWhereTheCheckDidNotCompleteAndAttributesWhatItStated) {
    ARun run;
    run.expiring("c1");
    run.audit(1h, expiring_check).checks.front().status = "CANCELED";
    run.finding("deviceCertificateId", "c1", approaching);
    run.finding("deviceCertificateId", "c2", approaching);
    const auto score = run.mark();
    EXPECT_EQ(score.audit_overall.false_negatives, 0);
    EXPECT_EQ(score.audit_standing, (std::vector{Standing::attributed, Standing::false_positive}));
}

TEST(AuditMatch, CoversADefectFromItsFirstMillisecondOn) {
    EXPECT_EQ(units_of(expiring_check, 1h, 1h, 2h), 1);
    EXPECT_EQ(units_of(expiring_check, 1h, 1h + 1ms, 2h), 0);
    EXPECT_EQ(units_of(expiring_check, 26h, 0h, 1h), 1) << "a defect stays";
}

TEST(AuditMatch, CoversAnIdentityPoolWhileItIsInUse) {
    for (const auto* check : {"AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK",
                              "UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK"}) {
        EXPECT_EQ(units_of(check, 1h, 1h, 2h), 1);
        EXPECT_EQ(units_of(check, 1h, 1h + 1ms, 2h), 0);
        EXPECT_EQ(units_of(check, 26h, 0h, 26h + 1ms), 1);
        EXPECT_EQ(units_of(check, 26h, 0h, 26h), 0) << "nobody has used it since";
    }
}

TEST(AuditMatch, LooksThirtyOneDaysBackForConflicts) {
    EXPECT_EQ(units_of(conflict_check, 1h, 1h - 1ms, 2h), 1);
    EXPECT_EQ(units_of(conflict_check, 1h, 1h, 2h), 0);
    EXPECT_EQ(units_of(conflict_check, 744h, -1h, 0h), 1);
    EXPECT_EQ(units_of(conflict_check, 744h, -1h, -1ms), 0);
}

TEST(AuditMatch, SeesSharingOnlyUntilTwoHoursBeforeTheAudit) {
    EXPECT_EQ(units_of(shared_check, 3h, 1h - 1ms, 2h), 1);
    EXPECT_EQ(units_of(shared_check, 3h, 1h, 2h), 0);
}

TEST(AuditMatch, LooksBackToThePreviousRunOfASchedule) {
    ARun run;
    auto& incident = run.expiring("c1");
    incident.checks.front().check_name = conflict_check;
    incident.end = run_start + 1h;
    for (const auto at : {2h, 4h}) {
        auto& task = run.audit(at, conflict_check);
        task.scheduled_audit_name = "nightly";
        task.type = "SCHEDULED_AUDIT_TASK";
    }
    EXPECT_EQ(run.mark().audit_overall.false_negatives, 1) << "the second looks back to the first";
    for (const auto* not_done : {"CANCELED", "IN_PROGRESS"}) {
        run.findings.tasks.front().status = not_done;
        run.findings.tasks.front().checks.front().status = not_done;
        EXPECT_EQ(run.mark().audit_overall.false_negatives, 1) << "now the second looks past it";
    }
    run.findings.tasks.front().scheduled_audit_name = "other";
    run.findings.tasks.front().status = "COMPLETED";
    run.findings.tasks.front().checks.front().status = "COMPLETED_COMPLIANT";
    EXPECT_EQ(run.mark().audit_overall.false_negatives, 2);
}

TEST(AuditMatch, LooksNoFurtherBackThanAMonthAlsoForASchedule) {
    ARun run;
    auto& incident = run.expiring("c1");
    incident.checks.front().check_name = shared_check;
    incident.end = run_start + 1h;
    // Two hours before the previous run, and yet more than 31 days before this one.
    for (const auto at : {fleet::Duration(2h), fleet::Duration(2h + 31 * 24h)})
        run.audit(at, shared_check).scheduled_audit_name = "monthly";
    EXPECT_EQ(run.mark().audit_overall.false_negatives, 0);
    incident.end = run_start + 2h;
    EXPECT_EQ(run.mark().audit_overall.false_negatives, 1);
}

TEST(AuditMatch, ACertificateOutOfUseIsNotMissed) {
    ARun run;
    auto& check = run.expiring("c1").checks.front();
    check.out_of_scope = {{run_start + 2h, run_start + 4h}};
    for (const auto at : {1h, 2h, 3h, 4h}) run.audit(at, expiring_check);
    EXPECT_EQ(run.mark().audit_overall.false_negatives, 2) << "the first and the last";
}

TEST(AuditMatch, ASuppressedFindingIsAsTrueAsAnyOther) {
    ARun run;
    run.expiring("c1");
    run.audit(26h, expiring_check);
    run.finding("deviceCertificateId", "c1", "CERTIFICATE_APPROACHING_EXPIRATION").is_suppressed =
        true;
    run.finding("deviceCertificateId", "c2", "CERTIFICATE_APPROACHING_EXPIRATION").is_suppressed =
        true;
    const auto score = run.mark();
    EXPECT_EQ(score.audit_overall.true_positives, 1);
    EXPECT_EQ(score.audit_overall.false_positives, 1);
    EXPECT_EQ(score.audit_overall.false_negatives, 0);
}

TEST(AuditMatch, ADefectBelowTheThresholdMustStaySilent) {
    ARun run;
    run.expiring("c1").is_below_threshold = true;
    run.audit(1h, expiring_check);
    EXPECT_EQ(run.mark().audit_overall.false_negatives, 0);
    run.finding("deviceCertificateId", "c1", approaching);
    const auto score = run.mark();
    EXPECT_EQ(score.audit_standing, std::vector{Standing::must_stay_silent_spoke});
    EXPECT_EQ(score.audit_overall.false_positives, 1);
}

TEST(DetectMatch, IsDueFromTheStartUntilEndPlusWindowPlusDatapoints) {
    const auto last = 4h + 30min + 10min + 10min;
    EXPECT_EQ(standing_at(4h - 1ms), Standing::false_positive);
    EXPECT_EQ(standing_at(4h), Standing::true_positive);
    EXPECT_EQ(standing_at(last), Standing::true_positive);
    EXPECT_EQ(standing_at(last + 1ms), Standing::false_positive);
}

TEST(DetectMatch, AttributesAlarmsOfUnlistedMetricsAndSidesInTheirOwnInterval) {
    const auto last = 4h + 30min + 5min + 5min;
    EXPECT_EQ(standing_at(5min + 4h, "Address"), Standing::attributed);
    EXPECT_EQ(standing_at(5min + 4h, "Quiet"), Standing::attributed);
    EXPECT_EQ(standing_at(last, "Address"), Standing::attributed);
    EXPECT_EQ(standing_at(last + 1ms, "Address"), Standing::false_positive);
    EXPECT_EQ(standing_at(4h - 1ms, "Address"), Standing::false_positive);
}

TEST(DetectMatch, CountsTheFirstAlarmOfAUnitAndAttributesTheRest) {
    ARun run;
    run.flood("pump-1", 4h, 5h);
    run.alarm("pump-1", 4h + 10min);
    run.alarm("pump-1", 4h + 40min);
    const auto score = run.mark();
    EXPECT_EQ(score.event_standing, (std::vector{Standing::true_positive, Standing::attributed}));
    EXPECT_EQ(score.detect_overall.true_positives, 1);
    EXPECT_EQ(score.detect_overall.false_positives, 0);
    ASSERT_EQ(score.incidents.size(), 1);
    EXPECT_EQ(score.incidents.front().time_to_detect, fleet::Duration(10min));
}

TEST(DetectMatch, CountsOneUnitForEachAffectedThingAndListedBehavior) {
    ARun run;
    auto& flood = run.flood("pump-1", 4h, 5h);
    flood.affected = {"pump-1", "pump-2", "pump-1"};
    flood.speaks.push_back({"aws:source-ip-address", scenarios::MetricSpeaks::Side::foreign});
    run.alarm("pump-1", 4h + 10min, "Address");
    const auto score = run.mark();
    EXPECT_EQ(score.detect_overall.true_positives, 1);
    EXPECT_EQ(score.detect_overall.false_negatives, 3);
    EXPECT_EQ(score.detect_behaviors.at("Base/Address").recall(), 0.5);
    EXPECT_EQ(score.detect_behaviors.at("Base/Flood").recall(), 0.0);
}

TEST(DetectMatch, CallsAnAlarmOfAnotherThingFalse) {
    ARun run;
    run.flood("pump-1", 4h, 5h);
    run.alarm("pump-2", 4h + 10min);
    const auto score = run.mark();
    EXPECT_EQ(score.event_standing, std::vector{Standing::false_positive});
    EXPECT_EQ(score.detect_overall.false_negatives, 1);
    EXPECT_EQ(score.detect_behaviors.at("Base/Flood").false_positives, 1);
}

TEST(DetectMatch, TakesClearingAndInvalidationForNoStatement) {
    ARun run;
    run.flood("pump-1", 4h, 5h);
    run.alarm("pump-1", 4h + 10min).type = engine::ViolationEventType::alarm_cleared;
    run.alarm("pump-2", 4h + 10min).type = engine::ViolationEventType::alarm_invalidated;
    const auto score = run.mark();
    EXPECT_EQ(score.detect_overall.true_positives, 0);
    EXPECT_EQ(score.detect_overall.false_positives, 0);
    EXPECT_EQ(score.detect_overall.false_negatives, 1);
}

TEST(DetectMatch, BelowTheThresholdSilenceIsRightAndAnAlarmIsFalse) {
    ARun run;
    run.flood("pump-1", 4h, 5h).is_below_threshold = true;
    auto score = run.mark();
    EXPECT_EQ(score.detect_overall.recall(), std::nullopt);
    ASSERT_EQ(score.incidents.size(), 1);
    EXPECT_TRUE(score.incidents.front().must_stay_silent);
    EXPECT_FALSE(score.incidents.front().is_found);

    run.alarm("pump-1", 4h + 10min);
    run.alarm("pump-1", 4h + 10min, "Address");
    score = run.mark();
    EXPECT_EQ(score.event_standing,
              (std::vector{Standing::must_stay_silent_spoke, Standing::attributed}));
    EXPECT_EQ(score.detect_overall.false_positives, 1);
    EXPECT_EQ(score.time_to_detect_max_seconds, std::nullopt);
}

TEST(DetectMatch, AFaultAttributesAndHasNoUnits) {
    ARun run;
    run.flood("pump-1", 4h, 5h).is_fault = true;
    EXPECT_EQ(run.mark().detect_overall.false_negatives, 0);
    run.alarm("pump-1", 4h + 10min);
    EXPECT_EQ(run.mark().event_standing, std::vector{Standing::attributed});
}

TEST(DetectMatch, WhatIsTrueForOneIncidentIsTrue) {
    ARun run;
    run.flood("pump-1", 4h, 5h);
    run.flood("pump-1", 4h, 5h).is_below_threshold = true;
    run.flood("pump-1", 4h, 5h).is_fault = true;
    run.alarm("pump-1", 4h + 10min);
    EXPECT_EQ(run.mark().event_standing, std::vector{Standing::true_positive});
}
