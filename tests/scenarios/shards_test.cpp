#include "scenarios/shards.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/played_scenario.hpp"

using namespace scenarios;
using namespace support;
using namespace std::chrono_literals;

namespace {

std::vector<ShardRole> roles(PlayedScenario& played, const Shard& shard, std::uint64_t seed = 7) {
    enter_shard(played.fleet, played.dictionary.topics, seed, shard, played.script);
    return played.script.shard_roles;
}

/// How often each actor is a member in all shards together.
std::vector<int> memberships(PlayedScenario& played, std::uint32_t count) {
    std::vector<int> found(played.script.actors.size());
    for (std::uint32_t number = 0; number < count; ++number) {
        const auto now = roles(played, {number, count});
        for (std::size_t actor = 0; actor < now.size(); ++actor)
            found[actor] += now[actor] == ShardRole::member ? 1 : 0;
    }
    return found;
}

/// The one shard in which an actor is a member.
std::uint32_t home(PlayedScenario& played, std::uint32_t actor, std::uint32_t count) {
    for (std::uint32_t number = 0; number < count; ++number)
        if (roles(played, {number, count})[actor] == ShardRole::member) return number;
    return count;
}

}  // namespace

TEST(Shards, EveryDeviceIsAMemberOfOneAndTheCloudOfAll) {
    PlayedScenario played({.pumps = 40});
    const auto found = memberships(played, 4);
    for (std::uint32_t actor = 0; actor < found.size(); ++actor)
        EXPECT_EQ(found[actor], actor == played.script.cloud ? 4 : 1) << actor;
}

TEST(Shards, EachGetsAboutItsShare) {
    PlayedScenario played({.pumps = 400});
    for (std::uint32_t number = 0; number < 4; ++number) {
        const auto now = roles(played, {number, 4});
        const auto members = std::ranges::count(now, ShardRole::member);
        EXPECT_GT(members, 70) << number;
        EXPECT_LT(members, 130) << number;
    }
}

TEST(Shards, WhoKeepsToItselfIsAbsentEverywhereElse) {
    PlayedScenario played({.pumps = 10});
    const auto now = roles(played, {0, 3});
    EXPECT_EQ(std::ranges::count(now, ShardRole::listener), 0);
    EXPECT_GT(std::ranges::count(now, ShardRole::absent), 0);
}

TEST(Shards, AnotherSeedDealsAnew) {
    PlayedScenario played({.pumps = 40});
    const auto before = roles(played, {0, 4}, 7);
    EXPECT_NE(before, roles(played, {0, 4}, 8));
}

TEST(Shards, WhoSharesACertificateLivesInOne) {
    PlayedScenario played({.pumps = 12, .defects = {defect("shared-certificate", 6)}});
    std::set<std::uint32_t> homes;
    for (std::uint32_t device = 0; device < 12; ++device)
        if (played.fleet.is_taken[device]) homes.insert(home(played, device, 5));
    EXPECT_EQ(homes.size(), 1U);
}

TEST(Shards, TheCastOfAnAttackLivesInOne) {
    PlayedScenario played(
        {.pumps = 12, .timeline = {to_pumps(6, happening("publish-flood", 10min, 10min))}});
    std::set<std::uint32_t> homes;
    for (std::uint32_t device = 0; device < 12; ++device)
        if (played.fleet.is_taken[device]) homes.insert(home(played, device, 5));
    EXPECT_EQ(homes.size(), 1U);
}

TEST(Shards, AloneInOneShardEverybodyIsAMember) {
    PlayedScenario played({.pumps = 10});
    EXPECT_EQ(std::ranges::count(roles(played, {0, 1}), ShardRole::member), 11);
}
