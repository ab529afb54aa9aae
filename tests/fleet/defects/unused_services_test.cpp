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

TEST(UnusedServices, SpeaksAYearAfterTheLastUse) {
    const auto world = account_world("unused-services");
    EXPECT_THAT(due(world),
                ElementsAre("IOT_ROLE_ALIAS_ALLOWS_ACCESS_TO_UNUSED_SERVICES_CHECK " +
                            world.fleet.inventory.arn("rolealias/defect-0-unused-services") +
                            " ALLOWS_ACCESS_TO_UNUSED_SERVICES"));
    EXPECT_EQ(world.fleet.inventory.roles.back().last_accessed.at(0).last_authenticated,
              world_start - 400 * 24h);
}

TEST(UnusedServices, StaysSilentUntilTheYearIsOver) {
    const auto world = account_world("unused-services", {{"lastUsed", "365d"}});
    EXPECT_THAT(due(world), IsEmpty());
    EXPECT_EQ(world.fleet.defects[0].checks.at(0).begin, world_start + 1ms);
}
