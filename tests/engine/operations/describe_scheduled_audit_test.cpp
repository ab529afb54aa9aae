#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

constexpr auto describe = "DescribeScheduledAudit";

}  // namespace

TEST(DescribeScheduledAudit, TellsTheWholeSchedule) {
    Service service(a_fleet());
    service.enable({"DEVICE_CERTIFICATE_EXPIRING_CHECK", "CONFLICTING_CLIENT_IDS_CHECK"})
        .schedule("fortnight", "BIWEEKLY", R"({"dayOfWeek": "SAT"})",
                  {"DEVICE_CERTIFICATE_EXPIRING_CHECK", "CONFLICTING_CLIENT_IDS_CHECK"});
    EXPECT_EQ(fleet::to_line(service.answer(describe, R"({"scheduledAuditName": "fortnight"})")),
              R"({"frequency":"BIWEEKLY","dayOfWeek":"SAT","targetCheckNames":)"
              R"(["CONFLICTING_CLIENT_IDS_CHECK","DEVICE_CERTIFICATE_EXPIRING_CHECK"],)"
              R"("scheduledAuditName":"fortnight","scheduledAuditArn":)"
              R"("arn:aws:iot:us-east-1:123456789012:scheduledaudit/fortnight"})");
}

TEST(DescribeScheduledAudit, KnowsNoneThatWasNeverCreated) {
    Service service(a_fleet());
    EXPECT_EQ(service.ask(describe, R"({"scheduledAuditName": "x"})").http, 404);
    EXPECT_EQ(service.code(describe, R"({"scheduledAuditName": "x y"})"),
              "InvalidRequestException");
    EXPECT_THAT(service.ask(describe, "{}").message, HasSubstr("required"));
}
