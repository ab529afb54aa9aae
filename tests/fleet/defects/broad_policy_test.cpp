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

TEST(BroadPolicy, LeavesAPolicyInTheAccountThatNothingHas) {
    const auto world = account_world("broad-policy");
    const auto& inventory = world.fleet.inventory;
    ASSERT_EQ(inventory.policies.size(), 2U);
    EXPECT_EQ(inventory.policies[1].name, "defect-0-broad-policy");
    EXPECT_THAT(inventory.policies[1].versions.at(0).document, HasSubstr("\"iot:*\""));
    for (const auto& certificate : inventory.certificates)
        EXPECT_THAT(certificate.policies, ElementsAre(0U));
    EXPECT_THAT(due(world), ElementsAre("IOT_POLICY_OVERLY_PERMISSIVE_CHECK defect-0-broad-policy "
                                        "ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS"));
    EXPECT_THAT(world.fleet.defects[0].devices, IsEmpty());
}

TEST(BroadPolicy, StaysSilentWhereSomethingBoundsIt) {
    for (const auto* allows : {"named-by-prefix", "denied-again", "receive-only"}) {
        const auto world = account_world("broad-policy", {{"allows", allows}});
        EXPECT_THAT(due(world), IsEmpty()) << allows;
        EXPECT_EQ(world.fleet.inventory.policies.size(), 2U) << allows;
    }
}
