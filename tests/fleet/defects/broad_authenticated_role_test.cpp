#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fleet/defects/account_world.hpp"

using namespace fleet;
using namespace std::chrono_literals;
using support::account_world;
using support::due;
using support::world_start;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(BroadAuthenticatedRole, SpeaksOfThePoolWhileItIsInUse) {
    const auto world = account_world("broad-authenticated-role");
    ASSERT_EQ(world.fleet.inventory.identity_pools.size(), 1U);
    const auto& pool = world.fleet.inventory.identity_pools[0];
    EXPECT_THAT(due(world),
                ElementsAre("AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK " + pool.id +
                            " ALLOWS_ACCESS_TO_IOT_THING_ADMIN_WRITE_ACTIONS"));
    EXPECT_EQ(world.fleet.defects[0].checks[0].end, world_start + 30 * 24h + 1ms);
    EXPECT_EQ(pool.connections.at(0).is_authenticated, true);
    EXPECT_EQ(pool.connections[0].disconnected, world_start - 24h);
    EXPECT_NE(world.fleet.inventory.role_of(pool.authenticated_role_arn), nullptr);
    EXPECT_EQ(pool.unauthenticated_role_arn, "");
}

TEST(BroadAuthenticatedRole, StaysSilentForAnAppsNeedsAndForAPoolOutOfUse) {
    EXPECT_THAT(due(account_world("broad-authenticated-role", {{"allows", "one-thing"}})),
                IsEmpty());
    const auto world = account_world("broad-authenticated-role", {{"lastConnected", "32d"}});
    EXPECT_THAT(due(world), IsEmpty());
    EXPECT_EQ(world.fleet.inventory.identity_pools.size(), 1U);
    EXPECT_THAT(due(account_world("broad-authenticated-role", {{"lastConnected", "31d"}})),
                testing::SizeIs(1));
}
