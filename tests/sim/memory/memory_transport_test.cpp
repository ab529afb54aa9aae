#include "sim/memory/memory_transport.hpp"

#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

using namespace fleet;
using namespace sim;
using support::SmallWorld;
using support::world_start;

namespace {

std::vector<Observation> perform(SmallWorld& world, const std::vector<scenarios::Action>& actions,
                                 const std::vector<Change>& changes = {}) {
    MemoryTransport transport(world.world());
    return transport.perform({.begin = world_start,
                              .end = world_start + slot_length,
                              .actions = actions,
                              .changes = changes});
}

}  // namespace

TEST(MemoryTransport, AChangeTakesEffectBeforeAnActionOfTheSameTime) {
    SmallWorld world;
    const auto refused = perform(world, {world.connect(0, 2s)}, {world.status(0, 2s, "INACTIVE")});
    ASSERT_EQ(refused.size(), 1U);
    EXPECT_EQ(refused[0].kind, ObservationKind::refused);
    const auto kicked =
        perform(world, {world.connect(0, 2s)}, {world.status(0, 2001ms, "INACTIVE")});
    ASSERT_EQ(kicked.size(), 2U);
    EXPECT_EQ(kicked[0].kind, ObservationKind::connected);
    EXPECT_EQ(kicked[1].reason, Reason::certificate_deactivated);
}

TEST(MemoryTransport, ATakeoverSortsTheDisconnectBeforeTheConnectAndSlicesAreFolded) {
    SmallWorld world;
    const auto thief = world.add_actor("pumps-0");
    const auto seen =
        perform(world, {world.connect(0, 1s), world.publish(0, 2s, world.telemetry(0)),
                        world.publish(0, 3s, world.telemetry(0)), world.connect(thief, 4s, 0)});
    ASSERT_EQ(seen.size(), 4U);
    EXPECT_EQ(seen[1].kind, ObservationKind::published);
    EXPECT_EQ(seen[1].count, 2U);
    EXPECT_EQ(seen[2].kind, ObservationKind::disconnected);
    EXPECT_EQ(seen[3].kind, ObservationKind::connected);
    EXPECT_EQ(seen[2].time, seen[3].time);
}

TEST(MemoryTransport, NothingTellsWhoOfTwoActorsActed) {
    // Given the same words from the owner and from a thief with its certificate and address,
    // expected equal observations: who acted is not in them.
    SmallWorld world;
    const auto thief = world.add_actor("pumps-0");
    auto by_owner = std::vector{world.connect(0, 1s), world.publish(0, 2s, world.telemetry(0))};
    auto by_thief = by_owner;
    for (auto& action : by_thief) action.actor = thief;
    EXPECT_EQ(perform(world, by_owner), perform(world, by_thief));
}
