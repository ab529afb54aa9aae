// Runs of a schedule: when they start, what they look back at, and what becomes of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/audit/audit_window.hpp"
#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Pair;
using testing::SizeIs;

namespace {

constexpr auto expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";
constexpr auto shared = "DEVICE_CERTIFICATE_SHARED_CHECK";
constexpr auto conflicting = "CONFLICTING_CLIENT_IDS_CHECK";

const fleet::Duration offset = engine::start_of_day_offset("nightly");
/// The first start of "nightly" after noon.
fleet::Time first_start() {
    const auto today = std::chrono::floor<std::chrono::days>(noon) + offset;
    return today > noon ? today : today + 24h;
}

/// A displacement of client "a" at each of these times after noon.
TrafficBuilder displaced_at(const FleetBuilder& fleet,
                            std::initializer_list<fleet::Duration> times) {
    TrafficBuilder traffic(fleet.inventory());
    for (const auto when : times)
        traffic.session("a", 0, when - 1min, when, fleet::Reason::duplicate_client_id)
            .session("a", 0, when, when + 1min);
    return traffic;
}

std::vector<std::size_t> findings_by_task(const Service& service) {
    std::vector<std::size_t> counts;
    for (const auto& task : service.findings().tasks)
        counts.push_back(static_cast<std::size_t>(std::ranges::count(
            service.findings().audit_findings, task.task_id, &engine::AuditFinding::task_id)));
    return counts;
}

}  // namespace

TEST(ScheduledAudits, StartEveryDayAtTheSameTimeAndCarryTheirName) {
    Service service(a_fleet().with_device("a", expiring_in(24h)));
    service.enable({expiring}).schedule("nightly", "DAILY", "", {expiring}).wait(72h + 1s);
    const auto& tasks = service.findings().tasks;
    ASSERT_THAT(tasks, SizeIs(3));
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(tasks[i].start, first_start() + i * 24h);
        EXPECT_EQ(tasks[i].type, "SCHEDULED_AUDIT_TASK");
        EXPECT_EQ(tasks[i].status, "COMPLETED");
        EXPECT_EQ(tasks[i].scheduled_audit_name, "nightly");
    }
    EXPECT_NE(tasks[0].task_id, tasks[1].task_id);
    EXPECT_EQ(service.describe(tasks[0].task_id)["scheduledAuditName"], "nightly");
    // Nothing is carried from one run to the next.
    EXPECT_THAT(findings_by_task(service), ElementsAre(1, 1, 1));
}

TEST(ScheduledAudits, AreCountedUnderTheirName) {
    Service service(a_fleet().with_device("a", expiring_in(24h)));
    service.enable({expiring}).schedule("nightly", "DAILY", "", {expiring}).wait(24h + 1s);
    ASSERT_THAT(service.findings().cloudwatch, SizeIs(2));
    EXPECT_THAT(service.findings().cloudwatch[0].dimensions,
                ElementsAre(Pair("CheckName", expiring), Pair("ScheduledAuditName", "nightly")));
}

TEST(ScheduledAudits, LookBackToThePreviousRunAndTheFirstAMonth) {
    const auto fleet = a_fleet().with_device("a");
    const auto second = first_start() - noon + 24h;
    Service service(fleet, displaced_at(fleet, {-30 * 24h, second - 1ms}));
    service.enabled_since = noon - 31 * 24h;
    service.enable({conflicting}).schedule("nightly", "DAILY", "", {conflicting});
    service.wait(96h);
    // The first run sees both, as this history is whole from the start; the second the later one.
    EXPECT_THAT(findings_by_task(service), ElementsAre(1, 1, 0, 0));
    const auto& first = service.findings().audit_findings[0];
    EXPECT_THAT(first.related_resources, SizeIs(2));
    EXPECT_THAT(service.findings().audit_findings[1].related_resources, SizeIs(1));
}

TEST(ScheduledAudits, LeaveNoGapBetweenTheWindowsOfTwoRuns) {
    const auto windows = [](const char* check) {
        Service service(a_fleet().with_device("a"));
        service.enable({check}).schedule("nightly", "DAILY", "", {check}).wait(72h);
        const auto& tasks = service.findings().tasks;
        return engine::audit_window_begin(tasks, tasks.at(1), *engine::audit_check(check)) -
               tasks.at(0).start;
    };
    EXPECT_EQ(windows(conflicting), 0s);
    EXPECT_EQ(windows(shared), -2h);
}

TEST(ScheduledAudits, LookNoFurtherBackThanThirtyOneDays) {
    Service service(a_fleet().with_device("a"));
    service.enable({conflicting, shared})
        .schedule("nightly", "MONTHLY", R"({"dayOfMonth": "1"})", {conflicting, shared})
        .wait(70 * 24h);
    const auto& tasks = service.findings().tasks;
    ASSERT_THAT(tasks, SizeIs(2));  // 1 September and 1 October
    const auto begin = [&](const char* check) {
        return engine::audit_window_begin(tasks, tasks[1], *engine::audit_check(check));
    };
    EXPECT_EQ(begin(conflicting), tasks[0].start);
    EXPECT_EQ(begin(shared), tasks[0].start - 2h);  // 30 days and 2 hours
    service.wait(31 * 24h);
    ASSERT_THAT(service.findings().tasks, SizeIs(3));
    const auto& third = service.findings().tasks[2];
    EXPECT_EQ(
        engine::audit_window_begin(service.findings().tasks, third, *engine::audit_check(shared)),
        third.start - 31 * 24h);
}

TEST(ScheduledAudits, PassOverARunThatWasCanceledAndOneWithoutTheCheck) {
    Service service(a_fleet().with_device("a"));
    service.enable({conflicting, expiring})
        .schedule("nightly", "DAILY", "", {conflicting, expiring})
        .wait(first_start() - noon + 1s)
        .wait(24h - 1s);
    service.answer("CancelAuditTask",
                   R"({"taskId": ")" + service.findings().tasks.at(1).task_id + "\"}");
    service.answer("UpdateScheduledAudit", R"({"scheduledAuditName": "nightly",
        "targetCheckNames": ["DEVICE_CERTIFICATE_EXPIRING_CHECK"]})");
    service.wait(24h);
    service.answer("UpdateScheduledAudit", R"({"scheduledAuditName": "nightly",
        "targetCheckNames": ["CONFLICTING_CLIENT_IDS_CHECK"]})");
    service.wait(24h);
    const auto& tasks = service.findings().tasks;
    ASSERT_THAT(tasks, SizeIs(4));
    EXPECT_EQ(tasks[1].status, "CANCELED");
    EXPECT_EQ(engine::audit_window_begin(tasks, tasks[3], *engine::audit_check(conflicting)),
              tasks[0].start);
}

TEST(ScheduledAudits, FailForChecksThatWereDisabledWithTheConfiguration) {
    Service service(a_fleet().with_device("a"));
    service.enable({expiring}).schedule("nightly", "DAILY", "", {expiring});
    service.answer("DeleteAccountAuditConfiguration", "{}");
    service.wait(24h + 1s);
    ASSERT_THAT(service.findings().tasks, SizeIs(1));
    EXPECT_EQ(service.findings().tasks[0].status, "FAILED");
    EXPECT_EQ(service.findings().tasks[0].checks[0].error_code, "AUDIT_CHECK_DISABLED");
}

TEST(ScheduledAudits, TakeNoPlaceAmongTheTenOnDemand) {
    Service service(a_fleet());
    service.enable({expiring}).schedule("nightly", "DAILY", "", {expiring});
    service.wait(first_start() - noon);
    EXPECT_THAT(service.account.running, SizeIs(1));
    for (int i = 0; i < 10; ++i) service.start({expiring});
    EXPECT_EQ(service.code("StartOnDemandAuditTask",
                           R"({"targetCheckNames": ["DEVICE_CERTIFICATE_EXPIRING_CHECK"]})"),
              "LimitExceededException");
}
