#include <gmock/gmock.h>

#include <algorithm>

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using scenarios::MetricSpeaks;
using testing::ElementsAre;
using Kind = ObservationKind;

namespace {

std::uint64_t published(const PlayedScenario& played, Duration from, Duration until) {
    return played.seen(
        {.kind = Kind::published, .client = "pumps-0", .from = from, .until = until});
}

struct Sizes {
    std::uint32_t min = ~0U, max = 0;
};
Sizes sizes(const PlayedScenario& played) {
    Sizes sizes;
    for (const auto& slice : played.slices) {
        for (const auto& seen : slice.observations) {
            if (seen.kind != Kind::published) continue;
            sizes.min = std::min(sizes.min, seen.bytes_min);
            sizes.max = std::max(sizes.max, seen.bytes_max);
        }
    }
    return sizes;
}

}  // namespace

TEST(CryingBaby, ADeviceSaysWhatItAlwaysSaysSixtyTimesAsOften) {
    const PlayedScenario played({.timeline = {happening("crying-baby", 10min, 30min)}});
    EXPECT_EQ(published(played, 5min, 10min), 5U);
    EXPECT_EQ(published(played, 10min, 40min), 30U * 60);
    EXPECT_EQ(published(played, 40min, 45min), 5U);
    EXPECT_EQ(played.seen({.kind = Kind::denied}), 0U);
}

TEST(CryingBaby, ItsMessagesAreAsLargeAsEver) {
    const auto loud = sizes(PlayedScenario({.timeline = {happening("crying-baby", 10min, 30min)}}));
    EXPECT_GE(loud.min, 100U);
    EXPECT_LE(loud.max, 140U);
    EXPECT_GT(loud.max, loud.min);
}

TEST(CryingBaby, ConfessesTheDeviceAndItsMessages) {
    const PlayedScenario played({.timeline = {happening("crying-baby", 10min, 30min)}});
    const auto& incident = played.incident("timeline-0-crying-baby");
    EXPECT_THAT(incident.affected, ElementsAre("pumps-0"));
    EXPECT_THAT(incident.speaks,
                ElementsAre(MetricSpeaks{"aws:num-messages-sent", MetricSpeaks::Side::high}));
    EXPECT_FALSE(incident.is_fault) << "a rule should hear it";
}

TEST(CryingBaby, BelowThresholdItIsATenthMore) {
    const PlayedScenario played(
        {.timeline = {below_threshold(happening("crying-baby", 5min, 50min))}});
    EXPECT_EQ(published(played, 5min, 55min), 55U);
}
