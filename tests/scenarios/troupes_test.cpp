#include "scenarios/troupes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "sim/simulation.hpp"
#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;

namespace {

std::size_t alone(const PlayedScenario& played) {
    return static_cast<std::size_t>(std::ranges::count(played.script.is_alone, 1));
}

/// How many pumps and impostors (everybody but the cloud) belong to the largest troupe.
std::size_t largest_troupe(const PlayedScenario& played) {
    std::multiset<std::uint32_t> troupes(played.script.troupes.begin(),
                                         played.script.troupes.end());
    std::size_t largest = 0;
    for (const auto troupe : troupes) largest = std::max(largest, troupes.count(troupe));
    return largest;
}

}  // namespace

TEST(Troupes, DevicesThatKeepToThemselvesAreAloneAndTheCloudIsNoDevice) {
    const PlayedScenario played({.pumps = 5});
    EXPECT_EQ(alone(played), 5U);
    EXPECT_EQ(largest_troupe(played), 1U);
    EXPECT_EQ(played.script.is_alone[played.script.cloud], 0);
}

TEST(Troupes, WhoFightsOverAClientIdBelongsTogether) {
    const PlayedScenario played(
        {.pumps = 5, .timeline = {happening("client-id-hijack", 10min, 10min)}});
    EXPECT_EQ(alone(played), 4U);
    EXPECT_EQ(largest_troupe(played), 2U);
}

TEST(Troupes, AThiefUnderAnIdOfItsOwnBelongsToTheCertificatesOwner) {
    const PlayedScenario played(
        {.pumps = 5,
         .timeline = {happening("stolen-certificate", 10min, 10min, {{"clientId", "own"}})}});
    EXPECT_EQ(alone(played), 4U);
    EXPECT_EQ(largest_troupe(played), 2U);
}

TEST(Troupes, DevicesThatShareACertificateBelongTogether) {
    const PlayedScenario played({.pumps = 5, .defects = {defect("shared-certificate", 3)}});
    EXPECT_EQ(alone(played), 2U);
    EXPECT_EQ(largest_troupe(played), 3U);
    const auto lowest = *std::ranges::min_element(played.script.troupes);
    EXPECT_EQ(played.script.troupes[lowest], lowest);
}

TEST(Troupes, ADeviceThatFloodsOrProbesWhatIsClosedIsStillAlone) {
    const PlayedScenario played({.pumps = 5,
                                 .timeline = {happening("publish-flood", 10min, 10min),
                                              happening("topic-probing", 10min, 10min)}});
    EXPECT_EQ(alone(played), 5U);
}

TEST(Troupes, WhoMayListenToEverybodyMeetsEverybody) {
    const PlayedScenario played({.pumps = 5,
                                 .policy = allowing("iot:*", "*"),
                                 .timeline = {happening("topic-probing", 10min, 10min)}});
    EXPECT_EQ(alone(played), 0U);
    EXPECT_EQ(largest_troupe(played), 5U);
}

TEST(Troupes, ADeviceWhoseCertificateChangesIsNotPlayedAlone) {
    const PlayedScenario played(
        {.pumps = 5, .timeline = {happening("certificate-rotation", 10min, 0min)}});
    EXPECT_EQ(alone(played), 4U);
    EXPECT_EQ(largest_troupe(played), 1U);
}

TEST(Troupes, PlayingSomeAloneAndOthersTogetherIsSeenByNobody) {
    const ScenarioOptions options{.pumps = 7,
                                  .defects = {defect("shared-certificate", 2)},
                                  .timeline = {happening("client-id-hijack", 10min, 10min),
                                               happening("publish-flood", 12min, 10min),
                                               happening("certificate-status", 30min, 0min)}};
    auto several = options;
    several.workers = {.count = 3, .grain = 1};
    const PlayedScenario one(options), three(several);
    // As one broker sees it that knows nothing of who is alone.
    const auto together = [&] {
        Dictionary dictionary;
        auto fleet = synthesise(one.scenario.fleet, one.scenario.seed);
        auto script = scenarios::compose(one.scenario, fleet, dictionary);
        std::ranges::fill(script.is_alone, std::uint8_t{0});
        sim::MemoryTransport transport({.fleet = fleet,
                                        .actors = script.actors,
                                        .cloud = script.cloud,
                                        .dictionary = dictionary,
                                        .settings = {}});
        sim::Simulation simulation(script, dictionary, transport, one.scenario.start,
                                   one.scenario.end(), {});
        std::vector<std::vector<Observation>> seen;
        Slice slice;
        while (simulation.next(slice)) seen.push_back(slice.observations);
        return seen;
    }();
    ASSERT_EQ(one.slices.size(), together.size());
    for (std::size_t i = 0; i < together.size(); ++i) {
        EXPECT_FALSE(together[i].empty());
        EXPECT_EQ(one.slices[i].observations, together[i]) << i;
        EXPECT_EQ(three.slices[i].observations, together[i]) << i;
    }
    EXPECT_EQ(one.counts.messages_delivered, three.counts.messages_delivered);
}
