#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/audit/task.hpp"
#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

constexpr auto expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";
constexpr auto shared = "DEVICE_CERTIFICATE_SHARED_CHECK";
constexpr auto revoked = "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK";
constexpr auto conflicting = "CONFLICTING_CLIENT_IDS_CHECK";

fleet::Json detail(Service& service, const std::string& task, const char* check) {
    return service.describe(task)["auditDetails"][check];
}

}  // namespace

TEST(Audit, RunsHalfASecondAndStatesItsFindingsThen) {
    Service service(a_fleet().with_device("a", expiring_in(24h)).with_device("b"));
    const auto task = service.enable({expiring}).start({expiring});
    EXPECT_EQ(service.describe(task)["taskStatus"], "IN_PROGRESS");
    service.wait(499ms);
    EXPECT_EQ(detail(service, task, expiring)["checkRunStatus"], "IN_PROGRESS");
    EXPECT_THAT(service.findings().audit_findings, IsEmpty());
    service.wait(1ms);
    EXPECT_EQ(service.describe(task)["taskStatus"], "COMPLETED");
    EXPECT_EQ(detail(service, task, expiring)["nonCompliantResourcesCount"], 1);
    EXPECT_EQ(detail(service, task, expiring)["totalResourcesCount"], 2);
    ASSERT_THAT(service.findings().audit_findings, SizeIs(1));
    const auto& finding = service.findings().audit_findings[0];
    EXPECT_EQ(finding.task_id, task);
    EXPECT_EQ(finding.finding_time, noon + 500ms);
    EXPECT_EQ(finding.task_start_time, noon);
    EXPECT_EQ(finding.severity, engine::Severity::medium);
    EXPECT_THAT(finding.finding_id, SizeIs(32));
}

TEST(Audit, JudgesTheRegistryOfItsStartNotOfItsEnd) {
    Service service(a_fleet().with_device("a", expiring_in(24h)));
    service.enable({expiring}).start({expiring});
    service.inventory.certificates[0].status = fleet::CertificateStatus::inactive;
    service.wait(1s);
    EXPECT_THAT(service.findings().audit_findings, SizeIs(1));
}

TEST(Audit, CallsAnEmptyScopeCompliantWithNothingCounted) {
    Service service(a_fleet());
    const auto task = service.enable({expiring}).start({expiring});
    service.wait(1s);
    const auto found = detail(service, task, expiring);
    EXPECT_EQ(found["checkRunStatus"], "COMPLETED_COMPLIANT");
    EXPECT_EQ(found["checkCompliant"], true);
    EXPECT_EQ(found["totalResourcesCount"], 0);
}

TEST(Audit, CountsEveryCheckInExactlyOneStatus) {
    Service service(a_fleet()
                        .with_device("a", {expiring_in(24h), revoked_by_issuer()})
                        .without_role("AWSIoTDeviceDefenderAudit"));
    service.enabled_since = noon - 1h;
    const auto task = service.enable({expiring, shared, revoked, conflicting})
                          .start({conflicting, revoked, shared, expiring});
    service.wait(1s);
    const auto described = service.describe(task);
    const auto& statistics = described["taskStatistics"];
    EXPECT_EQ(statistics["totalChecks"], 4);
    EXPECT_EQ(statistics["waitingForDataCollectionChecks"], 1);
    EXPECT_EQ(statistics["failedChecks"], 2);
    EXPECT_EQ(statistics["compliantChecks"], 1);
    EXPECT_EQ(statistics["inProgressChecks"], 0);
    EXPECT_EQ(described["taskStatus"], "IN_PROGRESS");
    service.wait(1h);
    EXPECT_EQ(service.describe(task)["taskStatus"], "COMPLETED");
    EXPECT_EQ(detail(service, task, shared)["checkRunStatus"], "COMPLETED_COMPLIANT");
}

TEST(Audit, FailsAChecksWhoseReadsTheRoleLacksAndNoOther) {
    Service service(a_fleet().with_device("a").with_role(
        {.name = "AWSIoTDeviceDefenderAudit",
         .trust_document = trusting(),
         .documents = {allowing({"iot:ListCertificates", "iot:DescribeCertificate"})}}));
    const auto task = service.enable({expiring, revoked}).start({expiring, revoked});
    service.wait(1s);
    EXPECT_EQ(detail(service, task, expiring)["checkRunStatus"], "COMPLETED_COMPLIANT");
    const auto failed = detail(service, task, revoked);
    EXPECT_EQ(failed["checkRunStatus"], "FAILED");
    EXPECT_EQ(failed["errorCode"], "INSUFFICIENT_PERMISSIONS");
    EXPECT_THAT(failed["message"].get<std::string>(), HasSubstr("iot:DescribeCACertificate"));
    EXPECT_EQ(service.describe(task)["taskStatus"], "COMPLETED");
}

TEST(Audit, FailsWholeWhenTheRoleDoesNotTrustTheService) {
    Service service(
        a_fleet().with_device("a").with_role({.name = "AWSIoTDeviceDefenderAudit",
                                              .trust_document = trusting("ec2.amazonaws.com"),
                                              .documents = {allowing({"*"})}}));
    const auto task = service.enable({expiring}).start({expiring});
    service.wait(1s);
    EXPECT_EQ(service.describe(task)["taskStatus"], "FAILED");
    EXPECT_THAT(detail(service, task, expiring)["message"].get<std::string>(),
                HasSubstr("does not trust iot.amazonaws.com"));
}

TEST(Audit, FailsACheckThatWasDisabledMeanwhile) {
    Service service(a_fleet().with_device("a", expiring_in(24h)));
    const auto task = service.enable({expiring, revoked}).start({expiring, revoked});
    service.answer("UpdateAccountAuditConfiguration",
                   R"({"auditCheckConfigurations":
            {"DEVICE_CERTIFICATE_EXPIRING_CHECK": {"enabled": false}}})");
    service.wait(1s);
    EXPECT_EQ(detail(service, task, expiring)["errorCode"], "AUDIT_CHECK_DISABLED");
    EXPECT_EQ(detail(service, task, revoked)["checkRunStatus"], "COMPLETED_COMPLIANT");
    EXPECT_THAT(service.findings().audit_findings, IsEmpty());
}

TEST(Audit, MakesNewFindingsInEveryTaskAndOrdersThemByTaskThenCheck) {
    Service service(a_fleet().with_device("a", {expiring_in(24h), revoked_by_issuer()}));
    service.enable({expiring, revoked}).start({revoked, expiring});
    service.wait(1h).start({expiring});
    service.wait(1s);
    const auto& findings = service.findings().audit_findings;
    ASSERT_THAT(findings, SizeIs(3));
    EXPECT_EQ(findings[0].check_name, expiring);
    EXPECT_EQ(findings[1].check_name, revoked);
    EXPECT_EQ(findings[2].check_name, expiring);
    EXPECT_EQ(findings[0].resource, findings[2].resource);
    EXPECT_NE(findings[0].finding_id, findings[2].finding_id);
}

TEST(Audit, CountsResourcesForCloudWatch) {
    Service service(a_fleet().with_device("a", expiring_in(24h)).with_device("b"));
    service.enable({expiring}).start({expiring});
    service.wait(1s);
    const auto& values = service.findings().cloudwatch;
    ASSERT_THAT(values, SizeIs(2));
    EXPECT_EQ(values[0].metric, "NonCompliantResources");
    EXPECT_EQ(values[0].value, 1u);
    EXPECT_THAT(values[0].dimensions, ElementsAre(testing::Pair("CheckName", expiring),
                                                  testing::Pair("ScheduledAuditName", "OnDemand")));
    EXPECT_EQ(values[1].metric, "ResourcesEvaluated");
    EXPECT_EQ(values[1].value, 2u);
}

TEST(Audit, GivesTheSameIdsToTheSameAudit) {
    const auto id = [] {
        Service service(a_fleet());
        return service.enable({expiring}).start({expiring});
    };
    EXPECT_EQ(id(), id());
    EXPECT_THAT(id(), SizeIs(32));
}
