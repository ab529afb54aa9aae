#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

constexpr auto list = "ListScheduledAudits";
constexpr auto expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";

}  // namespace

TEST(ListScheduledAudits, ListsThemByNameAndInPages) {
    Service service(a_fleet());
    service.enable({expiring})
        .schedule("b", "MONTHLY", R"({"dayOfMonth": "31"})", {expiring})
        .schedule("a", "DAILY", "", {expiring})
        .schedule("c", "WEEKLY", R"({"dayOfWeek": "SUN"})", {expiring});
    const auto page = service.answer(list, R"({"maxResults": 2})");
    EXPECT_EQ(fleet::to_line(page["scheduledAudits"]),
              R"([{"scheduledAuditName":"a","scheduledAuditArn":)"
              R"("arn:aws:iot:us-east-1:123456789012:scheduledaudit/a","frequency":"DAILY"},)"
              R"({"scheduledAuditName":"b","scheduledAuditArn":)"
              R"("arn:aws:iot:us-east-1:123456789012:scheduledaudit/b","frequency":"MONTHLY",)"
              R"("dayOfMonth":"31"}])");
    const auto rest = service.answer(
        list, R"({"maxResults": 2, "nextToken": ")" + page.value("nextToken", "") + "\"}");
    ASSERT_THAT(rest["scheduledAudits"], SizeIs(1));
    EXPECT_EQ(rest["scheduledAudits"][0]["dayOfWeek"], "SUN");
    EXPECT_FALSE(rest.contains("nextToken"));
}

TEST(ListScheduledAudits, RefusesPagesThatAreNone) {
    Service service(a_fleet());
    EXPECT_EQ(service.code(list, R"({"maxResults": 0})"), "InvalidRequestException");
    EXPECT_EQ(service.code(list, R"({"maxResults": 251})"), "InvalidRequestException");
    EXPECT_EQ(service.code(list, R"({"maxResults": -1})"), "InvalidRequestException");
    EXPECT_EQ(service.code(list, R"({"maxResults": 250})"), "");
    for (const auto* token : {"", "0", "1", "x", "99999999999999999999"})
        EXPECT_EQ(service.code(list, R"({"nextToken": ")" + std::string(token) + "\"}"),
                  "InvalidRequestException")
            << token;
    EXPECT_EQ(service.answer(list, "{}")["scheduledAudits"], fleet::Json::array());
}
