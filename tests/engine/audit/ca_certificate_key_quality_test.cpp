#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {
constexpr auto check = "CA_CERTIFICATE_KEY_QUALITY_CHECK";
}

TEST(CaCertificateKeyQuality, SpeaksOfAnActiveCaWhoseKeyIsWeak) {
    auto fleet = a_fleet().with_device("weak too, but a device", with_roca_key());
    EXPECT_THAT(run_check(check, fleet).found, IsEmpty());
    EXPECT_EQ(run_check(check, fleet).resources, 1u);
    fleet.ca().key.is_roca = true;
    const auto roca = run_check(check, fleet);
    ASSERT_THAT(found_in(roca), ElementsAre(ca_certificate_id()));
    EXPECT_EQ(roca.found[0].reason_code, "CERTIFICATE_KEY_VULNERABILITY_CVE-2017-15361");
    EXPECT_EQ(roca.found[0].resource.type, "CA_CERTIFICATE");
    fleet.ca().key = {.is_debian_weak = true};
    EXPECT_EQ(run_check(check, fleet).found.at(0).reason_code,
              "CERTIFICATE_KEY_VULNERABILITY_CVE-2008-0166");
}

TEST(CaCertificateKeyQuality, PassesOverAnInactiveCa) {
    auto fleet = a_fleet();
    fleet.ca().key.is_roca = true;
    fleet.ca().status = fleet::CertificateStatus::inactive;
    const auto result = run_check(check, fleet);
    EXPECT_EQ(result.resources, 0u);
    EXPECT_THAT(result.found, IsEmpty());
}

TEST(CaCertificateKeyQuality, NeedsToReadCaCertificates) {
    Service service(a_fleet().with_role(
        {.name = "AWSIoTDeviceDefenderAudit",
         .trust_document = trusting(),
         .documents = {allowing({"iot:ListCertificates", "iot:DescribeCertificate"})}}));
    service.enable({check});
    const auto task = service.start({check});
    service.wait(std::chrono::minutes{1});
    const auto details = service.describe(task)["auditDetails"][check];
    EXPECT_EQ(details["errorCode"], "INSUFFICIENT_PERMISSIONS");
}
