#include <gmock/gmock.h>

#include <algorithm>

#include "fleet/base/error.hpp"

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using scenarios::MetricSpeaks;
using testing::ElementsAre;
using Kind = ObservationKind;

namespace {

/// The largest message of the first pump in [from, until).
std::uint32_t largest(const PlayedScenario& played, Duration from, Duration until) {
    std::uint32_t most = 0;
    for (const auto& slice : played.slices) {
        for (const auto& seen : slice.observations) {
            const auto after = seen.time - world_start;
            if (seen.kind == Kind::published && after >= from && after < until)
                most = std::max(most, seen.bytes_max);
        }
    }
    return most;
}

}  // namespace

TEST(OversizedMessages, AreAsLargeAsTheBrokerTakesThemAndOneAMinute) {
    const PlayedScenario played({.timeline = {happening("oversized-messages", 10min, 30min)}});
    EXPECT_GE(largest(played, 10min, 40min), 65'536U);
    EXPECT_LE(largest(played, 10min, 40min), 131'072U);
    EXPECT_LE(largest(played, 0min, 10min), 140U);
    EXPECT_LE(largest(played, 40min, 60min), 140U);
    EXPECT_EQ(
        played.seen({.kind = Kind::published, .client = "pumps-0", .from = 10min, .until = 40min}),
        30U + 30U);
}

TEST(OversizedMessages, ConfessTheDeviceAndTheirSize) {
    const PlayedScenario played({.timeline = {happening("oversized-messages", 10min, 30min)}});
    const auto& incident = played.incident("timeline-0-oversized-messages");
    EXPECT_THAT(incident.affected, ElementsAre("pumps-0"));
    EXPECT_THAT(incident.speaks,
                ElementsAre(MetricSpeaks{"aws:message-byte-size", MetricSpeaks::Side::high}));
}

TEST(OversizedMessages, BelowThresholdAreATenthLargerThanTheLargest) {
    const PlayedScenario played(
        {.timeline = {below_threshold(happening("oversized-messages", 10min, 30min))}});
    EXPECT_EQ(largest(played, 10min, 40min), 154U);
    EXPECT_EQ(
        played.seen({.kind = Kind::published, .client = "pumps-0", .from = 10min, .until = 40min}),
        30U + 6U)
        << "one in a slot";
}

TEST(OversizedMessages, OfADeviceThatPublishesNothingAreRefusedWithTheirPlace) {
    auto scenario = scenario_of({.timeline = {happening("oversized-messages", 10min, 30min)}});
    scenario.traffic.back().clear();
    auto fleet = synthesise(scenario.fleet, scenario.seed);
    Dictionary dictionary;
    try {
        scenarios::compose(scenario, fleet, dictionary);
        FAIL() << "was not refused";
    } catch (const fleet::Error& error) {
        EXPECT_STREQ(error.what(),
                     "timeline[0]: oversized-messages is more of what a device publishes, and "
                     "cohort pumps publishes nothing; give it \"traffic\"");
    }
}
