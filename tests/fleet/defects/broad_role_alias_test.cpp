#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fleet/defects/account_world.hpp"

using namespace fleet;
using namespace std::chrono_literals;
using support::account_world;
using support::due;
using support::world_start;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(BroadRoleAlias, MakesAnAliasOfARoleThatUsedWhatItGrants) {
    const auto world = account_world("broad-role-alias", {{"allows", "thing-writes"}});
    const auto& inventory = world.fleet.inventory;
    ASSERT_EQ(inventory.role_aliases.size(), 1U);
    const auto* role = inventory.role_of(inventory.role_aliases[0].role_arn);
    ASSERT_NE(role, nullptr);
    EXPECT_THAT(role->documents.at(0), HasSubstr("iot:UpdateThing"));
    EXPECT_THAT(role->trust_document, HasSubstr("credentials.iot.amazonaws.com"));
    EXPECT_EQ(role->last_accessed.at(0).service, "iot");
    EXPECT_EQ(role->last_accessed.at(0).last_authenticated, world_start - 24h);
    EXPECT_THAT(due(world), ElementsAre("IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK " +
                                        inventory.arn("rolealias/defect-0-broad-role-alias") +
                                        " ALLOWS_ACCESS_TO_IOT_THING_ADMIN_WRITE_ACTIONS"));
}

TEST(BroadRoleAlias, StaysSilentForOneActionOnOneTable) {
    const auto world = account_world("broad-role-alias", {{"allows", "one-table"}});
    EXPECT_THAT(due(world), IsEmpty());
    EXPECT_EQ(world.fleet.inventory.role_aliases.size(), 1U);
}
