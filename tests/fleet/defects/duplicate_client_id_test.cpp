#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

using namespace fleet;
using support::defect;
using support::SmallWorld;
using support::world_start;
using Connection = DefectOutcome::Connection;

TEST(DuplicateClientId, GivesEveryDeviceTheFirstOnesNameAndKeepsTheirCertificates) {
    const SmallWorld world({.pumps = 3, .defects = {defect("duplicate-client-id", 2)}});
    EXPECT_EQ(world.fleet.client_id(world.fleet.devices[1]), "pumps-0");
    EXPECT_EQ(world.fleet.devices[1].credential, 1U);
    EXPECT_EQ(world.fleet.client_id(world.fleet.devices[2]), "pumps-2");
    // Attached to the thing whose name it uses, or least privilege would not let it connect.
    EXPECT_EQ(world.fleet.inventory.certificates[1].things, (std::vector<std::uint32_t>{0, 1}));
}

TEST(DuplicateClientId, SpeaksOfTheClientIdThatIsContested) {
    const SmallWorld world({.defects = {defect("duplicate-client-id", 2)}});
    const auto& outcome = world.fleet.defects.at(0);
    EXPECT_EQ(outcome.connection, Connection::contest);
    ASSERT_EQ(outcome.checks.size(), 1U);
    EXPECT_EQ(outcome.checks[0].check_name, "CONFLICTING_CLIENT_IDS_CHECK");
    EXPECT_EQ(outcome.checks[0].resource_key, "clientId");
    EXPECT_EQ(outcome.checks[0].resource_value, "pumps-0");
    EXPECT_EQ(outcome.checks[0].reason_code, "DUPLICATE_CLIENT_ID_ACROSS_CONNECTIONS");
    EXPECT_GE(outcome.checks[0].begin, world_start + 1min);
}

TEST(DuplicateClientId, UsedByOneAfterTheOtherStaysSilent) {
    const SmallWorld world({.defects = {defect("duplicate-client-id", 2, {{"use", "in-turn"}})}});
    EXPECT_EQ(world.fleet.defects.at(0).connection, Connection::in_turn);
    EXPECT_EQ(world.fleet.client_id(world.fleet.devices[1]), "pumps-0");
    EXPECT_TRUE(world.fleet.defects.at(0).checks.empty());
}

TEST(DuplicateClientId, OfOneDeviceIsNoDuplicate) {
    const SmallWorld world({.defects = {defect("duplicate-client-id", 1)}});
    EXPECT_TRUE(world.fleet.defects.at(0).checks.empty());
}
