#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

using namespace fleet;
using support::defect;
using support::SmallWorld;
using support::world_start;

TEST(ExpiringCa, IsRegisteredBesideTheIssuingOneAndSpeaksBeforeAndAfterItLapses) {
    const SmallWorld world({.defects = {defect("expiring-ca", 0, {{"expiresIn", "10d"}})}});
    const auto& registered = world.fleet.inventory.ca_certificates;
    ASSERT_EQ(registered.size(), 2U);
    EXPECT_GT(registered[0].not_after, world_start + 365 * 24h);
    EXPECT_EQ(registered[1].not_after, world_start + 240h);
    const auto& outcome = world.fleet.defects.at(0);
    EXPECT_TRUE(outcome.devices.empty());
    ASSERT_EQ(outcome.checks.size(), 2U);
    EXPECT_EQ(outcome.checks[0].check_name, "CA_CERTIFICATE_EXPIRING_CHECK");
    EXPECT_EQ(outcome.checks[0].reason_code, "CERTIFICATE_APPROACHING_EXPIRATION");
    EXPECT_EQ(outcome.checks[0].resource_key, "caCertificateId");
    EXPECT_EQ(outcome.checks[0].resource_value, registered[1].id_hex());
    EXPECT_EQ(outcome.checks[0].end, world_start + 240h);
    EXPECT_EQ(outcome.checks[1].reason_code, "CERTIFICATE_PAST_EXPIRATION");
    EXPECT_EQ(outcome.checks[1].begin, world_start + 240h);
}

TEST(ExpiringCa, MayHaveLapsedAlready) {
    const SmallWorld world({.defects = {defect("expiring-ca", 0, {{"expiredFor", "3d"}})}});
    EXPECT_EQ(world.fleet.inventory.ca_certificates[1].not_after, world_start - 72h);
    EXPECT_EQ(world.fleet.defects.at(0).checks[1].begin, world_start - 72h);
}

TEST(ExpiringCa, StaysSilentWhenItIsInactive) {
    const SmallWorld world({.defects = {defect("expiring-ca", 0, {{"status", "INACTIVE"}})}});
    EXPECT_EQ(world.fleet.inventory.ca_certificates[1].status, CertificateStatus::inactive);
    EXPECT_TRUE(world.fleet.defects.at(0).checks.empty());
}
