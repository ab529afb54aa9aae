#include "scenarios/device_plan.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/small_world.hpp"

using namespace scenarios;
using namespace std::chrono_literals;
using support::world_start;

namespace {

constexpr fleet::Duration slot_length = fleet::slot_length;

CohortTraffic traffic(std::string_view kind) {
    const auto* found = traffic_named(kind);
    return {found->make(support::parameters_of(found->card)), found->is_received, {0, 0}};
}

/// Pump 1 of two, with telemetry and commands.
struct DevicePlanTest : testing::Test {
    support::SmallWorld world;
    std::unique_ptr<DevicePlan> plan;
    ActorState state;

    DevicePlanTest() {
        std::vector<CohortTraffic> entries;
        entries.push_back(traffic("telemetry"));
        entries.push_back(traffic("commands"));
        const auto address = world.dictionary.addresses.intern("10.0.0.1");
        plan = std::make_unique<DevicePlan>(world.fleet, world.fleet.cohorts[0], world.cloud,
                                            std::vector{address, address}, std::move(entries));
    }

    std::vector<Action> ask(fleet::Duration begin, fleet::Duration end) const {
        const auto from = world_start + begin, until = world_start + end;
        std::vector<Action> actions;
        plan->actions(1, state,
                      {from, until, fleet::epoch_ms(fleet::slot_start(from)) / slot_length.count()},
                      actions);
        for (const auto& action : actions) {
            EXPECT_GE(action.time, from);
            EXPECT_LT(action.time, until);
        }
        return actions;
    }
    static std::vector<Action> only(ActionKind kind, const std::vector<Action>& actions) {
        std::vector<Action> found;
        for (const auto& action : actions)
            if (action.kind == kind) found.push_back(action);
        return found;
    }
    /// When it connects, counted from the start; nothing when it does not.
    std::optional<fleet::Duration> connects(fleet::Duration begin, fleet::Duration end) const {
        const auto found = only(ActionKind::connect, ask(begin, end));
        EXPECT_LE(found.size(), 1U);
        if (found.empty()) return std::nullopt;
        return found[0].time - world_start;
    }
};

TEST_F(DevicePlanTest, ConnectsInTheFirstMinuteAndSubscribesBeforeItPublishes) {
    const auto actions = ask(0s, 300s);
    ASSERT_GE(actions.size(), 3U);
    EXPECT_EQ(actions[0].kind, ActionKind::connect);
    EXPECT_GT(actions[0].time, world_start);
    EXPECT_LT(actions[0].time, world_start + 60s);
    EXPECT_EQ(actions[0].credential, 1U);
    EXPECT_EQ(actions[1].kind, ActionKind::subscribe);
    EXPECT_GT(actions[1].time, actions[0].time);
    for (const auto& published : only(ActionKind::publish, actions))
        EXPECT_GT(published.time, actions[1].time);
}

TEST_F(DevicePlanTest, WhoIsConnectedOnlyCarriesItsTraffic) {
    state.is_connected = true;
    std::uint64_t telemetry = 0, commands = 0;
    for (auto begin = 0s; begin < 3600s; begin += 300s) {
        for (const auto& action : ask(begin, begin + 300s)) {
            EXPECT_EQ(action.kind, ActionKind::publish);
            (action.actor == world.cloud ? commands : telemetry) += action.times;
        }
    }
    EXPECT_EQ(telemetry, 60U);
    EXPECT_EQ(commands, 6U);
}

TEST_F(DevicePlanTest, AsksTheSameTwiceAndGetsTheSame) {
    const auto one = ask(0s, 300s), other = ask(0s, 300s);
    ASSERT_EQ(one.size(), other.size());
    for (std::size_t i = 0; i < one.size(); ++i) EXPECT_EQ(one[i].time, other[i].time);
}

TEST_F(DevicePlanTest, WaitsHalfAnHourAfterARefusal) {
    state.last_refusal = world_start + 10s;
    EXPECT_EQ(connects(25min, 30min), std::nullopt);
    const auto again = connects(30min, 35min);
    ASSERT_TRUE(again.has_value());
    EXPECT_GT(*again, 30min + 10s);
    EXPECT_LT(*again, 31min + 10s);
}

TEST_F(DevicePlanTest, WaitsTenMinutesAfterItsSessionWasTaken) {
    state.last_displacement = world_start + 10s;
    EXPECT_EQ(connects(5min, 10min), std::nullopt);
    const auto again = connects(10min, 15min);
    ASSERT_TRUE(again.has_value());
    EXPECT_GT(*again, 10min + 10s);
    EXPECT_LT(*again, 11min + 10s);
}

TEST_F(DevicePlanTest, NeverConnectsWithoutTimeToSubscribeInTheSameSlot) {
    // Given back-offs that end anywhere in the last two minutes of a slot, expected: the connection
    // and its subscription come together, or both wait for the next slot.
    std::set<std::size_t> seen;
    for (auto ends = 180'000ms; ends < 300'000ms; ends += 100ms) {
        state.last_displacement = world_start + ends - backoff_after_displacement;
        const auto actions = ask(0s, 300s);
        const auto connected = only(ActionKind::connect, actions).size();
        EXPECT_EQ(only(ActionKind::subscribe, actions).size(), connected);
        if (connected == 0) {
            EXPECT_TRUE(actions.empty());
        }
        seen.insert(connected);
    }
    EXPECT_EQ(seen, (std::set<std::size_t>{0, 1}));
}

TEST_F(DevicePlanTest, IsSilentWhileItIsKeptAwayAndComesBackAfterwards) {
    plan->keep_away(1, world_start + 7min, world_start + 12min, false);
    EXPECT_TRUE(connects(0min, 5min).has_value());
    state.is_connected = true;
    const auto before = ask(5min, 10min);
    EXPECT_FALSE(before.empty());
    EXPECT_TRUE(only(ActionKind::disconnect, before).empty());
    for (const auto& action : before) EXPECT_LT(action.time, world_start + 7min);
    state.is_connected = false;
    const auto again = connects(10min, 15min);
    ASSERT_TRUE(again.has_value());
    EXPECT_GT(*again, 12min);
    EXPECT_LT(*again, 13min);
}

TEST_F(DevicePlanTest, LeavesWithADisconnectWhenItIsToLeave) {
    plan->keep_away(1, world_start + 7min, world_start + 12min, true);
    state.is_connected = true;
    const auto left = only(ActionKind::disconnect, ask(5min, 10min));
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].time, world_start + 7min - 1ms);
}

TEST_F(DevicePlanTest, LeavesAtTheEndOfASlotWhenItIsAwayFromItsBoundary) {
    plan->keep_away(1, world_start + 10min, world_start + 15min, true);
    state.is_connected = true;
    EXPECT_EQ(only(ActionKind::disconnect, ask(5min, 10min)).size(), 1U);
    EXPECT_TRUE(only(ActionKind::disconnect, ask(0min, 5min)).empty());
    EXPECT_TRUE(ask(10min, 15min).empty());
}

TEST_F(DevicePlanTest, KeptAwayForEverItStaysAwayWhateverElseIsAskedOfIt) {
    plan->keep_away(1, fleet::Time::min(), fleet::Time::max(), false);
    plan->keep_away(1, world_start, world_start + 1min, false);
    plan->rotate(1, world_start + 1min, 0);
    EXPECT_TRUE(ask(0min, 5min).empty());
}

TEST_F(DevicePlanTest, RotatesByLeavingAndConnectingWithTheOtherCredential) {
    plan->rotate(1, world_start + 7min, 0);
    EXPECT_EQ(only(ActionKind::connect, ask(0min, 5min)).at(0).credential, 1U);
    state.is_connected = true;
    const auto actions = ask(5min, 10min);
    EXPECT_EQ(only(ActionKind::disconnect, actions).at(0).time, world_start + 7min - 1ms);
    const auto anew = only(ActionKind::connect, actions);
    ASSERT_EQ(anew.size(), 1U);
    EXPECT_GT(anew[0].time, world_start + 7min);
    EXPECT_EQ(anew[0].credential, 0U);
    EXPECT_EQ(only(ActionKind::subscribe, actions).size(), 1U);
}

TEST_F(DevicePlanTest, OtherDevicesAreNotConcerned) {
    plan->keep_away(0, fleet::Time::min(), fleet::Time::max(), true);
    EXPECT_TRUE(connects(0min, 5min).has_value());
}

}  // namespace
