#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

constexpr auto remove_schedule = "DeleteScheduledAudit";
constexpr auto nightly = R"({"scheduledAuditName": "nightly"})";
constexpr auto expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";

}  // namespace

TEST(DeleteScheduledAudit, EndsTheScheduleAndNotTheRunThatGoesOn) {
    Service service(a_fleet());
    service.enable({expiring}).schedule("nightly", "DAILY", "", {expiring});
    service.wait(*engine::next_scheduled_start(service.account) - service.now);
    service.answer(remove_schedule, nightly);
    service.wait(72h);
    ASSERT_THAT(service.findings().tasks, SizeIs(1));
    EXPECT_EQ(service.findings().tasks[0].status, "COMPLETED");
    EXPECT_EQ(service.code(remove_schedule, nightly), "ResourceNotFoundException");
}

TEST(DeleteScheduledAudit, LetsItsChecksBeDisabledAgain) {
    Service service(a_fleet());
    service.enable({expiring}).schedule("nightly", "DAILY", "", {expiring});
    const auto off = R"({"auditCheckConfigurations":
        {"DEVICE_CERTIFICATE_EXPIRING_CHECK": {"enabled": false}}})";
    const auto refused = service.ask("UpdateAccountAuditConfiguration", off);
    EXPECT_EQ(refused.code, "InvalidRequestException");
    EXPECT_THAT(refused.message, HasSubstr("used by the scheduled audit nightly"));
    service.answer(remove_schedule, nightly);
    EXPECT_EQ(service.code("UpdateAccountAuditConfiguration", off), "");
}

TEST(DeleteScheduledAudit, RefusesNamesThatAreNone) {
    Service service(a_fleet());
    EXPECT_EQ(service.code(remove_schedule, R"({"scheduledAuditName": ""})"),
              "InvalidRequestException");
    EXPECT_EQ(service.code(remove_schedule, "{}"), "InvalidRequestException");
}
