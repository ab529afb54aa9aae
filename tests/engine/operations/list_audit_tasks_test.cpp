#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;

namespace {

constexpr auto expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";

Service a_service() {
    return Service(a_fleet().with_device("a", expiring_in(24h)).with_device("b", expired_ago(1h)));
}

}  // namespace

TEST(ListAuditTasks, ListsThePeriodWithBothEnds) {
    auto service = a_service();
    service.enable({expiring}).start({expiring});
    service.wait(1h).start({expiring});
    const auto count = [&](fleet::Time begin, fleet::Time end, std::string_view more = "") {
        const auto request = R"({"startTime": )" + fleet::format_epoch_seconds(begin) +
                             R"(, "endTime": )" + fleet::format_epoch_seconds(end) +
                             std::string(more) + "}";
        return service.answer("ListAuditTasks", request)["tasks"].size();
    };
    EXPECT_EQ(count(noon, noon + 1h), 2u);
    EXPECT_EQ(count(noon + 1ms, noon + 1h), 1u);
    EXPECT_EQ(count(noon, noon + 1h, R"(, "taskStatus": "COMPLETED")"), 1u);
    EXPECT_EQ(count(noon, noon + 1h, R"(, "taskType": "SCHEDULED_AUDIT_TASK")"), 0u);
}

TEST(ListAuditTasks, RefusesPeriodsAndWordsThatAreNone) {
    auto service = a_service();
    const auto code = [&](fleet::Time begin, fleet::Time end, std::string_view more = "") {
        return service.code("ListAuditTasks",
                            R"({"startTime": )" + fleet::format_epoch_seconds(begin) +
                                R"(, "endTime": )" + fleet::format_epoch_seconds(end) +
                                std::string(more) + "}");
    };
    EXPECT_EQ(code(noon - 90 * 24h, noon), "");
    EXPECT_EQ(code(noon - 90 * 24h - 1ms, noon), "InvalidRequestException");
    EXPECT_EQ(code(noon, noon), "");
    EXPECT_EQ(code(noon, noon - 1ms), "InvalidRequestException");
    EXPECT_EQ(code(noon, noon, R"(, "taskType": "NIGHTLY")"), "InvalidRequestException");
    EXPECT_EQ(code(noon, noon, R"(, "taskStatus": "DONE")"), "InvalidRequestException");
    EXPECT_EQ(service.code("ListAuditTasks", R"({"startTime": 1})"), "InvalidRequestException");
}

TEST(ListAuditTasks, TellsNoTimes) {
    auto service = a_service();
    const auto task = service.enable({expiring}).start({expiring});
    const auto listed = service.answer(
        "ListAuditTasks", R"({"startTime": )" + fleet::format_epoch_seconds(noon) +
                              R"(, "endTime": )" + fleet::format_epoch_seconds(noon) + "}");
    EXPECT_EQ(fleet::to_line(listed["tasks"]),
              R"([{"taskId":")" + task +
                  R"(","taskStatus":"IN_PROGRESS","taskType":"ON_DEMAND_AUDIT_TASK"}])");
}
