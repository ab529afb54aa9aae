#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

using namespace fleet;
using support::defect;
using support::SmallWorld;
using support::world_start;

TEST(ExpiringCertificate, SpeaksFromThirtyDaysBeforeUntilItLapsesAndThenOfThePast) {
    const SmallWorld world(
        {.defects = {defect("expiring-certificate", 1, {{"expiresIn", "10d"}})}});
    const auto lapse = world_start + 240h;
    EXPECT_EQ(world.fleet.inventory.certificates[0].not_after, lapse);
    const auto& checks = world.fleet.defects.at(0).checks;
    ASSERT_EQ(checks.size(), 2U);
    EXPECT_EQ(checks[0].check_name, "DEVICE_CERTIFICATE_EXPIRING_CHECK");
    EXPECT_EQ(checks[0].resource_key, "deviceCertificateId");
    EXPECT_EQ(checks[0].resource_value, world.certificate_id(0));
    EXPECT_EQ(checks[0].reason_code, "CERTIFICATE_APPROACHING_EXPIRATION");
    EXPECT_EQ(checks[0].begin, lapse - 30 * 24h);
    EXPECT_EQ(checks[0].end, lapse);
    EXPECT_EQ(checks[1].reason_code, "CERTIFICATE_PAST_EXPIRATION");
    EXPECT_EQ(checks[1].begin, lapse);
    EXPECT_EQ(checks[1].end, Time::max());
}

TEST(ExpiringCertificate, WithThirtyDaysLeftSpeaksAtTheStartAndWithMoreOnlyLater) {
    const SmallWorld exact(
        {.defects = {defect("expiring-certificate", 1, {{"expiresIn", "30d"}})}});
    EXPECT_EQ(exact.fleet.defects.at(0).checks.at(0).begin, world_start);
    const SmallWorld more({.defects = {defect("expiring-certificate", 1, {{"expiresIn", "31d"}})}});
    EXPECT_EQ(more.fleet.defects.at(0).checks.at(0).begin, world_start + 24h);
}

TEST(ExpiringCertificate, SpeaksOnlyOfStatusesThatAnAuditLooksAt) {
    for (const auto* status : {"ACTIVE", "PENDING_TRANSFER"}) {
        const SmallWorld world(
            {.defects = {defect("expiring-certificate", 1, {{"status", status}})}});
        EXPECT_EQ(world.fleet.defects.at(0).checks.size(), 2U) << status;
    }
    for (const auto* status : {"PENDING_ACTIVATION", "INACTIVE", "REVOKED"}) {
        const SmallWorld world(
            {.defects = {defect("expiring-certificate", 1, {{"status", status}})}});
        EXPECT_TRUE(world.fleet.defects.at(0).checks.empty()) << status;
        EXPECT_EQ(world.fleet.inventory.certificates[0].status, certificate_status(status));
    }
}

TEST(ExpiringCertificate, LeavesOtherDevicesAsTheyAre) {
    const SmallWorld world({.defects = {defect("expiring-certificate", 1)}});
    const SmallWorld healthy;
    EXPECT_EQ(world.fleet.inventory.certificates[1], healthy.fleet.inventory.certificates[1]);
    EXPECT_NE(world.fleet.inventory.certificates[0], healthy.fleet.inventory.certificates[0]);
}
