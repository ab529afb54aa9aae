#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

using namespace fleet;
using support::defect;
using support::SmallWorld;
using support::world_start;
using Connection = DefectOutcome::Connection;

TEST(SharedCertificate, GivesEveryDeviceTheFirstOnesCertificateAndKeepsTheirNames) {
    const SmallWorld world({.pumps = 4, .defects = {defect("shared-certificate", 3)}});
    const auto& inventory = world.fleet.inventory;
    using Indices = std::vector<std::uint32_t>;
    EXPECT_EQ(inventory.certificates[0].things, (Indices{0, 1, 2}));
    EXPECT_EQ(inventory.things[2].certificates, (Indices{0, 2}));
    for (const std::uint32_t device : {0, 1, 2}) {
        EXPECT_EQ(world.fleet.devices[device].credential, 0U);
        EXPECT_EQ(world.fleet.devices[device].client_thing, device);
    }
    EXPECT_EQ(world.fleet.devices[3].credential, 3U);
}

TEST(SharedCertificate, SpeaksOnceOfTheCertificateThatIsUsedTogether) {
    const SmallWorld world({.pumps = 4, .defects = {defect("shared-certificate", 3)}});
    const auto& outcome = world.fleet.defects.at(0);
    EXPECT_EQ(outcome.connection, Connection::together);
    ASSERT_EQ(outcome.checks.size(), 1U);
    EXPECT_EQ(outcome.checks[0].check_name, "DEVICE_CERTIFICATE_SHARED_CHECK");
    EXPECT_EQ(outcome.checks[0].resource_value, world.certificate_id(0));
    EXPECT_EQ(outcome.checks[0].reason_code, "CERTIFICATE_SHARED_BY_MULTIPLE_DEVICES");
    EXPECT_GE(outcome.checks[0].begin, world_start + 1min);
}

TEST(SharedCertificate, UsedByOneAfterTheOtherStaysSilent) {
    const SmallWorld world({.defects = {defect("shared-certificate", 2, {{"use", "in-turn"}})}});
    EXPECT_EQ(world.fleet.defects.at(0).connection, Connection::in_turn);
    EXPECT_EQ(world.fleet.devices[1].credential, 0U);
    EXPECT_TRUE(world.fleet.defects.at(0).checks.empty());
}

TEST(SharedCertificate, OfOneDeviceIsNotShared) {
    const SmallWorld world({.defects = {defect("shared-certificate", 1)}});
    EXPECT_TRUE(world.fleet.defects.at(0).checks.empty());
}
