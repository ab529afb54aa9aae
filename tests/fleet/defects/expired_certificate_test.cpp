#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

using namespace fleet;
using support::defect;
using support::SmallWorld;
using support::world_start;

TEST(ExpiredCertificate, HasLapsedAndSpeaksOfThePastAtTheStart) {
    const SmallWorld world({.defects = {defect("expired-certificate", 2, {{"expiredFor", "5d"}})}});
    const auto& outcome = world.fleet.defects.at(0);
    EXPECT_EQ(outcome.devices, (std::vector<std::uint32_t>{0, 1}));
    ASSERT_EQ(outcome.checks.size(), 4U);
    for (const std::uint32_t device : {0, 1}) {
        const auto& certificate = world.fleet.inventory.certificates[device];
        EXPECT_EQ(certificate.not_after, world_start - 120h);
        EXPECT_LT(certificate.not_before, certificate.not_after);
        EXPECT_EQ(certificate.status, CertificateStatus::active);
        const auto& past = outcome.checks[2 * device + 1];
        EXPECT_EQ(past.check_name, "DEVICE_CERTIFICATE_EXPIRING_CHECK");
        EXPECT_EQ(past.reason_code, "CERTIFICATE_PAST_EXPIRATION");
        EXPECT_EQ(past.resource_value, world.certificate_id(device));
        EXPECT_EQ(past.begin, world_start - 120h);
        EXPECT_EQ(past.end, Time::max());
    }
}

TEST(ExpiredCertificate, IsValidForSomeTimeBeforeItLapsedHoweverLongAgo) {
    const SmallWorld world(
        {.defects = {defect("expired-certificate", 1, {{"expiredFor", "900d"}})}});
    const auto& certificate = world.fleet.inventory.certificates[0];
    EXPECT_LT(certificate.not_before, certificate.not_after);
}

TEST(ExpiredCertificate, WithAStatusThatNoAuditLooksAtStaysSilent) {
    for (const auto* status : {"PENDING_ACTIVATION", "INACTIVE", "REVOKED"}) {
        const SmallWorld world(
            {.defects = {defect("expired-certificate", 1, {{"status", status}})}});
        EXPECT_TRUE(world.fleet.defects.at(0).checks.empty()) << status;
    }
}
