#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {
constexpr auto check = "DEVICE_CERTIFICATE_KEY_QUALITY_CHECK";

std::vector<std::string> codes(const engine::CheckResult& result) {
    std::vector<std::string> all;
    for (const auto& found : result.found) all.push_back(found.reason_code);
    return all;
}
}  // namespace

TEST(DeviceCertificateKeyQuality, SpeaksOfEachVulnerabilityByItsCode) {
    const auto result = run_check(check, a_fleet()
                                             .with_device("good")
                                             .with_device("roca", with_roca_key())
                                             .with_device("debian", with_debian_weak_key()));
    EXPECT_EQ(result.resources, 3u);
    EXPECT_THAT(found_in(result), ElementsAre(certificate_id(1), certificate_id(2)));
    EXPECT_THAT(codes(result), ElementsAre("CERTIFICATE_KEY_VULNERABILITY_CVE-2017-15361",
                                           "CERTIFICATE_KEY_VULNERABILITY_CVE-2008-0166"));
}

TEST(DeviceCertificateKeyQuality, AKeyWithBothIsTwoFindingsAboutOneResource) {
    Service service(a_fleet().with_device("d", {with_roca_key(), with_debian_weak_key()}));
    service.enable({check});
    const auto task = service.start({check});
    service.wait(std::chrono::minutes{1});
    EXPECT_EQ(service.findings().audit_findings.size(), 2u);
    const auto details = service.describe(task)["auditDetails"][check];
    EXPECT_EQ(details["nonCompliantResourcesCount"], 1);
    EXPECT_EQ(details["checkRunStatus"], "COMPLETED_NON_COMPLIANT");
}

TEST(DeviceCertificateKeyQuality, PassesOverWhatCannotBeUsed) {
    const auto result =
        run_check(check, a_fleet()
                             .with_device("inactive", {with_roca_key(), inactive()})
                             .with_device("revoked", {with_roca_key(), revoked_in_registry()})
                             .with_device("moving", {with_roca_key(), in_transfer()}));
    EXPECT_EQ(result.resources, 1u);
    EXPECT_THAT(found_in(result), ElementsAre(certificate_id(2)));
}

TEST(DeviceCertificateKeyQuality, FindsNothingInAnEmptyRegistry) {
    const auto result = run_check(check, a_fleet());
    EXPECT_EQ(result.resources, 0u);
    EXPECT_THAT(result.found, IsEmpty());
}
