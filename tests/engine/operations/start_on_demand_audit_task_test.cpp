#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

constexpr auto expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";
constexpr auto start_task = "StartOnDemandAuditTask";
constexpr auto of_expiring = R"({"targetCheckNames": ["DEVICE_CERTIFICATE_EXPIRING_CHECK"]})";

}  // namespace

TEST(StartOnDemandAuditTask, RefusesWhatIsUnknownDisabledOrNothing) {
    Service service(a_fleet());
    const auto unknown = service.ask(start_task, R"({"targetCheckNames": ["NO_CHECK"]})");
    EXPECT_EQ(unknown.code, "InvalidRequestException");
    EXPECT_EQ(unknown.http, 400);
    EXPECT_EQ(unknown.message, "Request contains an invalid Audit Check Name.");
    EXPECT_THAT(service.ask(start_task, of_expiring).message, HasSubstr("is not enabled"));
    EXPECT_EQ(service.ask(start_task, R"({"targetCheckNames": []})").code,
              "InvalidRequestException");
    EXPECT_THAT(service.ask(start_task, "{}").message, HasSubstr("required"));
    EXPECT_THAT(service.findings().tasks, SizeIs(0));
}

TEST(StartOnDemandAuditTask, RunsTenAtOnceAndNotEleven) {
    Service service(a_fleet());
    service.enable({expiring});
    for (int i = 0; i < 10; ++i) service.start({expiring});
    const auto refused = service.ask(start_task, of_expiring);
    EXPECT_EQ(refused.code, "LimitExceededException");
    EXPECT_EQ(refused.http, 410);
    EXPECT_EQ(service.wait(500ms).ask(start_task, of_expiring).code, "");
    EXPECT_THAT(service.findings().tasks, SizeIs(11));
}
