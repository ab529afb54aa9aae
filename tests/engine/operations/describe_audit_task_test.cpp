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

std::string by_task(const std::string& task) { return R"({"taskId": ")" + task + "\"" + "}"; }

}  // namespace

TEST(DescribeAuditTask, KnowsNoTaskThatWasNeverStarted) {
    Service service(a_fleet());
    EXPECT_EQ(service.ask("DescribeAuditTask", by_task("x")).http, 404);
}

TEST(DescribeAuditTask, KnowsATaskForNinetyDays) {
    auto service = a_service();
    const auto task = service.enable({expiring}).start({expiring});
    service.wait(1s).now = noon + 90 * 24h;
    EXPECT_EQ(service.code("DescribeAuditTask", by_task(task)), "");
    EXPECT_EQ(service.answer("ListAuditFindings", by_task(task))["findings"].size(), 2u);
    service.now += 1ms;
    EXPECT_EQ(service.code("DescribeAuditTask", by_task(task)), "ResourceNotFoundException");
    EXPECT_EQ(service.answer("ListAuditFindings", by_task(task))["findings"].size(), 0u);
    EXPECT_EQ(service.code("DescribeAuditTask", by_task("a_b")), "InvalidRequestException");
    EXPECT_EQ(service.code("DescribeAuditTask", by_task(std::string(41, 'a'))),
              "InvalidRequestException");
}
