#include "engine/examination.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/audit/schedule.hpp"
#include "tests/support/fleets.hpp"

using namespace engine;
using namespace support;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

Rules rules_of(const std::string& scenario, fleet::Time end = noon + 1h) {
    fleet::Problems problems;
    auto rules = read_rules(fleet::parse_json(scenario, "s.json"), noon, end, "123456789012",
                            "us-east-1", problems);
    problems.raise_if_any();
    return rules;
}

fleet::Change status(std::size_t n, fleet::Duration when, std::string value) {
    return {.time = noon + when,
            .kind = fleet::ChangeKind::certificate_status,
            .subject = certificate_id(n),
            .value = std::move(value),
            .certificate = std::nullopt};
}

/// Tells a slice in two shares, one observation a part.
void tell_in_parts(const fleet::Slice& slice, Examination& examination) {
    fleet::Slice head{slice.begin, slice.end, {}, slice.changes};
    examination.begin(head);
    examination.expect(2);
    const std::span all(slice.observations);
    for (std::size_t i = 0; i < all.size(); ++i)
        examination.take(i < all.size() / 2 ? 0 : 1, all.subspan(i, 1));
    examination.end();
}

/// Feeds everything slot by slot from noon, to one whole and to one in parts, who must find the
/// same, and concludes after an hour.
struct Played {
    Played(const FleetBuilder& given, const std::string& scenario,
           const TrafficBuilder& given_traffic, std::vector<fleet::Change> changes = {})
        : dictionary(given_traffic.dictionary()),
          examination(given.inventory(), rules_of(scenario), *dictionary) {
        Examination listener(given.inventory(), rules_of(scenario), *dictionary);
        const auto observations = given_traffic.observations();
        for (auto begin = noon; begin < noon + 1h; begin += fleet::slot_length) {
            fleet::Slice slice{begin, begin + fleet::slot_length, {}, {}};
            const auto is_within = [&](const auto& one) {
                return one.time >= slice.begin && one.time < slice.end;
            };
            std::ranges::copy_if(observations, std::back_inserter(slice.observations), is_within);
            std::ranges::copy_if(changes, std::back_inserter(slice.changes), is_within);
            examination.observe(slice);
            tell_in_parts(slice, listener);
        }
        examination.conclude(noon + 1h);
        listener.conclude(noon + 1h);
        EXPECT_EQ(ids_of(listener.findings()), ids_of(examination.findings()));
    }
    Played(const FleetBuilder& given, const std::string& scenario,
           std::vector<fleet::Change> changes = {})
        : Played(given, scenario, TrafficBuilder(given.inventory()), std::move(changes)) {}

    static std::vector<std::string> ids_of(const Findings& findings) {
        std::vector<std::string> ids;
        for (const auto& finding : findings.audit_findings) ids.push_back(finding.finding_id);
        for (const auto& event : findings.violation_events) ids.push_back(event.violation_id);
        for (const auto& operation : findings.operations) ids.push_back(operation.response);
        return ids;
    }
    const Findings& findings() const { return examination.findings(); }

    std::shared_ptr<const fleet::Dictionary> dictionary;
    Examination examination;
};

std::string audited(const std::string& at, const std::string& check) {
    return R"({"audit": {"runs": [{"at": ")" + at + R"(", "checks": [")" + check + "\"]}]}}";
}

constexpr auto expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";
constexpr auto conflicting = "CONFLICTING_CLIENT_IDS_CHECK";

}  // namespace

TEST(Examination, SeesTheRegistryAsOfTheInstantOfTheAudit) {
    const auto fleet = a_fleet().with_device("a", expiring_in(24h));
    const auto at = [&](fleet::Duration when) {
        Played run(fleet, audited("+7m", expiring), {status(0, when, "INACTIVE")});
        return run.findings().audit_findings.size();
    };
    EXPECT_EQ(at(7min), 0u);
    EXPECT_EQ(at(7min + 1ms), 1u);
}

TEST(Examination, SeesTheHistoryBeforeTheInstantOfTheAudit) {
    const auto fleet = a_fleet().with_device("a");
    const auto at = [&](fleet::Duration when) {
        TrafficBuilder traffic(fleet.inventory());
        traffic.session("a", 0, 1min, when, fleet::Reason::duplicate_client_id)
            .connects("a", 0, when);
        Played run(fleet, audited("+7m", conflicting), traffic);
        return run.findings().audit_findings.size();
    };
    EXPECT_EQ(at(7min - 1ms), 1u);
    EXPECT_EQ(at(7min), 0u);
}

TEST(Examination, RunsOnAfterTheLastSliceUntilEveryAuditHasEnded) {
    Played run(a_fleet().with_device("a", expiring_in(24h)), audited("end+2h", expiring));
    ASSERT_THAT(run.findings().tasks, SizeIs(1));
    EXPECT_EQ(run.findings().tasks[0].status, "COMPLETED");
    EXPECT_EQ(run.findings().tasks[0].start, noon + 3h);
    ASSERT_THAT(run.findings().audit_findings, SizeIs(1));
    EXPECT_EQ(run.findings().audit_findings[0].finding_time, noon + 3h + 500ms);
}

namespace {

/// A name whose schedule starts at this time of day.
std::string name_starting_at(fleet::Duration time_of_day) {
    for (int i = 0;; ++i) {
        auto name = "n" + std::to_string(i);
        if (start_of_day_offset(name) == time_of_day) return name;
    }
}

std::string scheduled(const std::string& name) {
    return R"({"audit": {"schedules": [{"scheduledAuditName": ")" + name +
           R"(", "frequency": "DAILY", "targetCheckNames": [
              "DEVICE_CERTIFICATE_EXPIRING_CHECK"]}]}})";
}

}  // namespace

TEST(Examination, StartsScheduledAuditsAtTheirInstantOnTheRegistryOfIt) {
    const auto fleet = a_fleet().with_device("a", expiring_in(24h));
    const auto scenario = scheduled(name_starting_at(12h + 7min));
    const auto at = [&](fleet::Duration when) {
        Played run(fleet, scenario, {status(0, when, "INACTIVE")});
        EXPECT_EQ(run.findings().tasks.at(0).start, noon + 7min);
        EXPECT_EQ(run.findings().tasks.at(0).status, "COMPLETED");
        return run.findings().audit_findings.size();
    };
    EXPECT_EQ(at(7min), 0u);
    EXPECT_EQ(at(7min + 1ms), 1u);
}

TEST(Examination, StartsNoScheduledAuditAtTheEndOrAfterIt) {
    const auto fleet = a_fleet().with_device("a", expiring_in(24h));
    Played before(fleet, scheduled(name_starting_at(13h - 1s)));
    EXPECT_THAT(before.findings().tasks, SizeIs(1));
    EXPECT_EQ(before.findings().tasks.at(0).status, "COMPLETED");
    Played at(fleet, scheduled(name_starting_at(13h)));
    EXPECT_THAT(at.findings().tasks, IsEmpty());
}

TEST(Examination, WaitsForDataWhenChecksWereEnabledLate) {
    Played run(a_fleet(), R"({"audit": {"enabledSince": "+0s", "runs":
        [{"at": "+30m", "checks": ["DEVICE_CERTIFICATE_SHARED_CHECK"]}]}})");
    ASSERT_THAT(run.findings().tasks, SizeIs(1));
    EXPECT_EQ(run.findings().tasks[0].checks[0].status, "COMPLETED_COMPLIANT");
    EXPECT_EQ(run.findings().cloudwatch.at(0).time, noon + 2h + 500ms);
}

TEST(Examination, PerformsOperationsInOrderAndKeepsWhatFailed) {
    Played run(a_fleet().with_device("a"), R"({"audit": {}, "timeline": [
        {"at": "+10m", "operation": "StartOnDemandAuditTask",
         "request": {"targetCheckNames": ["NO_SUCH_CHECK"]},
         "expectError": "InvalidRequestException"},
        {"at": "+5m", "operation": "DescribeAccountAuditConfiguration"}]})");
    const auto& operations = run.findings().operations;
    ASSERT_THAT(operations, SizeIs(3));
    EXPECT_EQ(operations[0].operation, "UpdateAccountAuditConfiguration");
    EXPECT_EQ(operations[0].response, "{}");
    EXPECT_EQ(operations[1].time, noon + 5min);
    EXPECT_EQ(operations[2].error_code, "InvalidRequestException");
    EXPECT_EQ(operations[2].expected_error, "InvalidRequestException");
    EXPECT_EQ(operations[2].where, "timeline[0]");
    EXPECT_EQ(operations[2].response, "");
}

TEST(Examination, AsksTheWorldToFollowACertificateOnce) {
    const auto fleet = a_fleet().with_device("a", expiring_in(24h));
    Played run(fleet, R"({"audit": {"runs": [{"at": "+7m"}]}, "timeline": [
        {"at": "+6m", "operation": "UpdateCertificate", "request":
         {"certificateId": ")" +
                          certificate_id(0) + R"(", "newStatus": "INACTIVE"}}]})");
    EXPECT_THAT(run.findings().audit_findings, IsEmpty());
    const auto requests = run.examination.take_requests();
    ASSERT_THAT(requests.changes, SizeIs(1));
    EXPECT_EQ(requests.changes[0].time, noon + 6min);
    EXPECT_THAT(run.examination.take_requests().changes, IsEmpty());
}

namespace {

/// A profile that calls fewer than two connection attempts in a slot normal.
std::string watched(const std::string& more) {
    return R"({"detect": {"profiles": [{"profile": {"securityProfileName": "p", "behaviors": [
        {"name": "b", "metric": "aws:num-connection-attempts", "criteria": {
         "comparisonOperator": "less-than", "value": {"count": 2}, "durationSeconds": 300,
         "consecutiveDatapointsToAlarm": 1, "consecutiveDatapointsToClear": 1})" +
           more + R"(}], "alertTargets": {"SNS": {
         "alertTargetArn": "arn:aws:sns:us-east-1:123456789012:alerts",
         "roleArn": "arn:aws:iam::123456789012:role/AWSIoTDeviceDefenderNotification"}}}}]}})";
}

TrafficBuilder flapping(const FleetBuilder& fleet) {
    TrafficBuilder traffic(fleet.inventory());
    traffic.session("a", 0, 6min, 7min).session("a", 0, 8min, 9min);
    return traffic;
}

}  // namespace

TEST(Examination, AlertsOnAViolationAndCountsIt) {
    const auto fleet = a_fleet().with_device("a");
    Played run(fleet, watched(""), flapping(fleet));
    const auto& findings = run.findings();
    ASSERT_THAT(findings.violation_events, SizeIs(testing::Ge(1u)));
    const auto& event = findings.violation_events[0];
    EXPECT_EQ(event.thing_name, "a");
    EXPECT_EQ(event.type, ViolationEventType::in_alarm);
    ASSERT_THAT(findings.notifications, SizeIs(findings.violation_events.size()));
    EXPECT_TRUE(findings.notifications[0].is_sent) << findings.notifications[0].why_not;
    EXPECT_EQ(findings.notifications[0].time, event.time);
    const auto message = fleet::Json::parse(findings.notifications[0].message);
    EXPECT_EQ(message["violationId"], event.violation_id);
    EXPECT_EQ(message["behavior"]["name"], "b");
    std::vector<std::size_t> dimensions;
    for (const auto& value : findings.cloudwatch) {
        if (value.metric != "Violations") continue;
        EXPECT_EQ(value.value, 1u);
        EXPECT_EQ(value.time, event.time);
        dimensions.push_back(value.dimensions.size());
    }
    EXPECT_THAT(dimensions, ElementsAre(0u, 1u, 2u));
    EXPECT_EQ(run.examination.behaviors_for("a").size(), 1u);
}

TEST(Examination, ListsSuppressedAlarmsAndSendsNoAlertForThem) {
    const auto fleet = a_fleet().with_device("a");
    Played run(fleet, watched(R"(, "suppressAlerts": true)"), flapping(fleet));
    EXPECT_THAT(run.findings().violation_events, SizeIs(testing::Ge(1u)));
    EXPECT_THAT(run.findings().notifications, IsEmpty());
}

TEST(Examination, GivesEqualFindingsForEqualInput) {
    const auto fleet = a_fleet().with_device("a", expiring_in(24h));
    Played one(fleet, audited("end", expiring)), other(fleet, audited("end", expiring));
    EXPECT_EQ(one.findings().audit_findings.at(0).finding_id,
              other.findings().audit_findings.at(0).finding_id);
}
