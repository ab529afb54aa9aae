#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

constexpr auto describe = "DescribeAuditFinding";
constexpr auto expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";

std::string by_id(const std::string& id) { return R"({"findingId": ")" + id + "\"}"; }

struct Audited : Service {
    Audited() : Service(a_fleet().with_device("a", expiring_in(24h))) {
        enable({expiring}).start({expiring});
        wait(1s);
    }
};

}  // namespace

TEST(DescribeAuditFinding, TellsTheFindingAsItIsListed) {
    Audited service;
    const auto& finding = service.findings().audit_findings.at(0);
    const auto told = service.answer(describe, by_id(finding.finding_id))["finding"];
    const auto listed = service.answer("ListAuditFindings",
                                       R"({"taskId": ")" + finding.task_id + "\"}")["findings"][0];
    EXPECT_EQ(told, listed);
    EXPECT_EQ(told["findingId"], finding.finding_id);
}

TEST(DescribeAuditFinding, KeepsTheCertificatesOfARevokedIssuerForTheirOwnList) {
    Audited service;
    auto& finding = service.account.findings.audit_findings.at(0);
    finding.related_resources = {{"DEVICE_CERTIFICATE", {{"deviceCertificateId", "0a"}}, {}}};
    const auto of = by_id(finding.finding_id);
    EXPECT_THAT(service.answer(describe, of)["finding"]["relatedResources"], SizeIs(1));
    finding.check_name = "INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK";
    EXPECT_FALSE(service.answer(describe, of)["finding"].contains("relatedResources"));
    EXPECT_THAT(service.answer("ListRelatedResourcesForAuditFinding", of)["relatedResources"],
                SizeIs(1));
}

TEST(DescribeAuditFinding, KnowsItForNinetyDays) {
    Audited service;
    const auto of = by_id(service.findings().audit_findings.at(0).finding_id);
    service.now = noon + 90 * 24h;
    EXPECT_EQ(service.code(describe, of), "");
    service.now += 1ms;
    EXPECT_EQ(service.code(describe, of), "ResourceNotFoundException");
}

TEST(DescribeAuditFinding, RefusesIdsThatAreNone) {
    Audited service;
    EXPECT_EQ(service.code(describe, by_id("0123")), "ResourceNotFoundException");
    EXPECT_EQ(service.code(describe, by_id("a b")), "InvalidRequestException");
    EXPECT_EQ(service.code(describe, by_id("")), "InvalidRequestException");
    EXPECT_EQ(service.code(describe, by_id(std::string(129, 'a'))), "InvalidRequestException");
    EXPECT_THAT(service.ask(describe, "{}").message, HasSubstr("required"));
}
