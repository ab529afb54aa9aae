#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::SizeIs;

namespace {

constexpr auto expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";

std::string by_task(const std::string& task) { return R"({"taskId": ")" + task + "\"}"; }

}  // namespace

TEST(CancelAuditTask, EndsWhatRunsAndRefusesWhatHasEnded) {
    Service service(a_fleet());
    const auto task = service.enable({expiring}).start({expiring});
    service.answer("CancelAuditTask", by_task(task));
    service.wait(1s);
    const auto told = service.describe(task);
    EXPECT_EQ(told["taskStatus"], "CANCELED");
    EXPECT_EQ(told["taskStatistics"]["canceledChecks"], 1);
    EXPECT_EQ(service.ask("CancelAuditTask", by_task(task)).code, "InvalidRequestException");
    EXPECT_EQ(service.ask("CancelAuditTask", by_task("x")).code, "ResourceNotFoundException");
}

TEST(CancelAuditTask, KeepsWhatFinishedChecksStated) {
    constexpr auto shared = "DEVICE_CERTIFICATE_SHARED_CHECK";
    Service service(a_fleet().with_device("a", expiring_in(24h)));
    service.enabled_since = noon - 1h;  // the second check has to wait for another hour
    const auto task = service.enable({expiring, shared}).start({expiring, shared});
    service.wait(1s);
    service.answer("CancelAuditTask", by_task(task));
    service.wait(2h);
    const auto details = service.describe(task)["auditDetails"];
    EXPECT_EQ(details[expiring]["checkRunStatus"], "COMPLETED_NON_COMPLIANT");
    EXPECT_EQ(details[shared]["checkRunStatus"], "CANCELED");
    EXPECT_THAT(service.findings().audit_findings, SizeIs(1));
}

TEST(CancelAuditTask, RefusesIdsThatAreNone) {
    Service service(a_fleet());
    for (const auto& id : {std::string(), std::string("a_b"), std::string(41, 'a')})
        EXPECT_EQ(service.code("CancelAuditTask", by_task(id)), "InvalidRequestException") << id;
    EXPECT_EQ(service.code("CancelAuditTask", "{}"), "InvalidRequestException");
}
