#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

constexpr auto reset = "DeleteAccountAuditConfiguration";
constexpr auto expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";

struct AService : Service {
    AService() : Service(a_fleet().with_device("a", expiring_in(24h))) {
        enable({expiring}).schedule("nightly", "DAILY", "", {expiring});
    }
};

}  // namespace

TEST(DeleteAccountAuditConfiguration, DisablesEverythingAndKeepsSchedulesUnlessTold) {
    AService service;
    service.answer(reset, "{}");
    const auto told = service.answer("DescribeAccountAuditConfiguration", "{}");
    EXPECT_FALSE(told.contains("roleArn"));
    for (const auto& check : told["auditCheckConfigurations"]) EXPECT_EQ(check["enabled"], false);
    EXPECT_THAT(service.account.schedules, SizeIs(1));
    // The first configuration needs a role again.
    EXPECT_EQ(service.code("UpdateAccountAuditConfiguration", R"({"auditCheckConfigurations":
        {"DEVICE_CERTIFICATE_EXPIRING_CHECK": {"enabled": true}}})"),
              "InvalidRequestException");
}

TEST(DeleteAccountAuditConfiguration, DeletesSchedulesWhenTold) {
    AService service;
    service.answer(reset, R"({"deleteScheduledAudits": true})");
    EXPECT_THAT(service.account.schedules, SizeIs(0));
    service.wait(48h);
    EXPECT_THAT(service.findings().tasks, SizeIs(0));
}

TEST(DeleteAccountAuditConfiguration, FailsTheChecksOfAnAuditThatRuns) {
    AService service;
    const auto task = service.start({expiring});
    service.answer(reset, R"({"deleteScheduledAudits": true})");
    service.wait(1s);
    EXPECT_EQ(service.describe(task)["taskStatus"], "FAILED");
    EXPECT_EQ(service.describe(task)["auditDetails"][expiring]["errorCode"],
              "AUDIT_CHECK_DISABLED");
}

TEST(DeleteAccountAuditConfiguration, RefusesWhereNothingIsConfigured) {
    Service service(a_fleet());
    EXPECT_EQ(service.code(reset, "{}"), "ResourceNotFoundException");
    EXPECT_EQ(service.code(reset, R"({"deleteScheduledAudits": "yes"})"),
              "InvalidRequestException");
}
