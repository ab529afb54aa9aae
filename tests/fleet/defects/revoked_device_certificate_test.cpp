#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

using namespace fleet;
using support::defect;
using support::SmallWorld;
using support::world_start;

TEST(RevokedDeviceCertificate, SpeaksOfEachThatIsOnTheListAndStillActive) {
    const SmallWorld world({.pumps = 3, .defects = {defect("revoked-device-certificate", 2)}});
    const auto& inventory = world.fleet.inventory;
    const auto& outcome = world.fleet.defects.at(0);
    ASSERT_EQ(outcome.checks.size(), 2U);
    for (const std::uint32_t device : {0, 1}) {
        EXPECT_TRUE(
            inventory.revocation_lists.at(0).contains(inventory.certificates[device].serial));
        EXPECT_EQ(inventory.certificates[device].status, CertificateStatus::active);
        EXPECT_EQ(outcome.checks[device].check_name,
                  "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK");
        EXPECT_EQ(outcome.checks[device].reason_code, "CERTIFICATE_REVOKED_BY_ISSUER");
        EXPECT_EQ(outcome.checks[device].resource_value, world.certificate_id(device));
        EXPECT_EQ(outcome.checks[device].begin, world_start);
    }
    EXPECT_FALSE(inventory.revocation_lists.at(0).contains(inventory.certificates[2].serial));
}

TEST(RevokedDeviceCertificate, SpeaksOfOneThatIsBeingTransferred) {
    const SmallWorld world(
        {.defects = {defect("revoked-device-certificate", 1, {{"status", "PENDING_TRANSFER"}})}});
    EXPECT_EQ(world.fleet.defects.at(0).checks.size(), 1U);
}

TEST(RevokedDeviceCertificate, RevokedAndDeactivatedStaysSilentThoughItIsOnTheList) {
    for (const auto* status : {"INACTIVE", "REVOKED"}) {
        const SmallWorld world(
            {.defects = {defect("revoked-device-certificate", 1, {{"status", status}})}});
        EXPECT_TRUE(world.fleet.defects.at(0).checks.empty()) << status;
        EXPECT_EQ(world.fleet.inventory.revocation_lists.at(0).revoked.size(), 1U);
        EXPECT_EQ(world.fleet.inventory.certificates[0].status, certificate_status(status));
    }
}
