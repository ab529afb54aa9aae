// What a suppression does to an audit.
#include "engine/audit/suppression.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

constexpr auto expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";
constexpr auto revoked = "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK";

void suppress(Service& service, const char* check, std::size_t device, std::string_view term) {
    service.answer("CreateAuditSuppression",
                   std::string(R"({"checkName": ")") + check +
                       R"(", "resourceIdentifier": {"deviceCertificateId": ")" +
                       certificate_id(device) + "\"}, " + std::string(term) + "}");
}

constexpr auto endless = R"("suppressIndefinitely": true)";

}  // namespace

TEST(Suppression, KeepsTheFindingButNotTheNonCompliance) {
    Service service(a_fleet().with_device("a", expiring_in(24h)).with_device("b"));
    service.enable({expiring});
    suppress(service, expiring, 0, endless);
    const auto task = service.start({expiring});
    service.wait(1s);
    const auto detail = service.describe(task)["auditDetails"][expiring];
    EXPECT_EQ(detail["checkRunStatus"], "COMPLETED_COMPLIANT");
    EXPECT_EQ(detail["checkCompliant"], true);
    EXPECT_EQ(detail["nonCompliantResourcesCount"], 0);
    EXPECT_EQ(detail["suppressedNonCompliantResourcesCount"], 1);
    EXPECT_EQ(detail["totalResourcesCount"], 2);
    ASSERT_THAT(service.findings().audit_findings, SizeIs(1));
    EXPECT_TRUE(service.findings().audit_findings[0].is_suppressed);
    const auto request = [&](std::string_view only) {
        return R"({"taskId": ")" + task + R"(", "listSuppressedFindings": )" + std::string(only) +
               "}";
    };
    EXPECT_THAT(service.answer("ListAuditFindings", request("true"))["findings"], SizeIs(1));
    EXPECT_THAT(service.answer("ListAuditFindings", request("false"))["findings"], SizeIs(0));
}

TEST(Suppression, IsOfOneCheckAndOneResource) {
    Service service(a_fleet()
                        .with_device("a", {expiring_in(24h), revoked_by_issuer()})
                        .with_device("b", expiring_in(24h)));
    service.enable({expiring, revoked});
    suppress(service, expiring, 0, endless);
    const auto task = service.start({expiring, revoked});
    service.wait(1s);
    const auto details = service.describe(task)["auditDetails"];
    EXPECT_EQ(details[expiring]["checkRunStatus"], "COMPLETED_NON_COMPLIANT");
    EXPECT_EQ(details[expiring]["nonCompliantResourcesCount"], 1);
    EXPECT_EQ(details[expiring]["suppressedNonCompliantResourcesCount"], 1);
    EXPECT_EQ(details[revoked]["nonCompliantResourcesCount"], 1);
    EXPECT_EQ(details[revoked]["suppressedNonCompliantResourcesCount"], 0);
}

TEST(Suppression, HoldsUpToItsEndAndNotAtIt) {
    const auto is_suppressed = [](fleet::Duration start) {
        Service service(a_fleet().with_device("a", expiring_in(24h)));
        service.enable({expiring});
        suppress(service, expiring, 0,
                 R"("expirationDate": )" + fleet::format_epoch_seconds(noon + 1h));
        service.wait(start).start({expiring});
        service.wait(1s);
        return service.findings().audit_findings.at(0).is_suppressed;
    };
    // An audit suppresses what is suppressed when it looks, though it speaks half a second later.
    EXPECT_TRUE(is_suppressed(1h - 1ms));
    EXPECT_FALSE(is_suppressed(1h));
}

TEST(Suppression, LeavesWhatWasFoundBeforeAsItWas) {
    Service service(a_fleet().with_device("a", expiring_in(24h)));
    service.enable({expiring}).start({expiring});
    service.wait(1s);
    suppress(service, expiring, 0, endless);
    EXPECT_FALSE(service.findings().audit_findings[0].is_suppressed);
    service.start({expiring});
    service.wait(1s);
    EXPECT_TRUE(service.findings().audit_findings[1].is_suppressed);
}

TEST(Suppression, IsCountedWithTheNonCompliantWhereTheAccountIsReadSo) {
    Service service(
        a_fleet().with_device("a", expiring_in(24h)).with_device("b", expiring_in(24h)));
    service.account.reading.counts_suppressed_as_non_compliant = true;
    service.enable({expiring});
    suppress(service, expiring, 0, endless);
    auto task = service.start({expiring});
    service.wait(1s);
    auto detail = service.describe(task)["auditDetails"][expiring];
    EXPECT_EQ(detail["nonCompliantResourcesCount"], 2);
    EXPECT_EQ(detail["suppressedNonCompliantResourcesCount"], 1);
    suppress(service, expiring, 1, endless);
    task = service.start({expiring});
    service.wait(1s);
    detail = service.describe(task)["auditDetails"][expiring];
    EXPECT_EQ(detail["checkRunStatus"], "COMPLETED_COMPLIANT");
    EXPECT_EQ(detail["nonCompliantResourcesCount"], 2);
    EXPECT_THAT(detail.dump(), testing::Not(HasSubstr("errorCode")));
}
