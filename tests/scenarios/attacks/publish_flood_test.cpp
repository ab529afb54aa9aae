#include <gtest/gtest.h>

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;

namespace {

std::uint64_t published(const PlayedScenario& played, Duration from, Duration until) {
    return played.seen(
        {.kind = ObservationKind::published, .client = "pumps-0", .from = from, .until = until});
}

}  // namespace

TEST(PublishFlood, ADevicePublishesManyTimesItsUsualRateAndNothingIsDenied) {
    const PlayedScenario played(
        {.timeline = {happening("publish-flood", 10min, 30min, {{"factor", "100"}})}});
    EXPECT_EQ(published(played, 5min, 10min), 5U);
    EXPECT_EQ(published(played, 10min, 40min), 3000U);
    EXPECT_EQ(published(played, 40min, 45min), 5U);
    EXPECT_EQ(played.seen({.kind = ObservationKind::denied}), 0U);
}

TEST(PublishFlood, CountsTheSameWhereverItBeginsInASlot) {
    for (const auto begin : {11min, 12min, 14min}) {
        const PlayedScenario played(
            {.timeline = {happening("publish-flood", begin, 30min, {{"factor", "3"}})}});
        const PlayedScenario quiet({});
        EXPECT_EQ(published(played, 5min, 55min), published(quiet, 5min, 55min) + 60);
    }
}

TEST(PublishFlood, ConfessesTheDeviceAndItsMessages) {
    const PlayedScenario played({.timeline = {happening("publish-flood", 10min, 30min)}});
    const auto& incident = played.incident("timeline-0-publish-flood");
    EXPECT_EQ(incident.actors, std::vector<std::string>{"pumps-0"});
    EXPECT_EQ(incident.affected, std::vector<std::string>{"pumps-0"});
    ASSERT_EQ(incident.speaks.size(), 1U);
    EXPECT_EQ(incident.speaks[0].metric, "aws:num-messages-sent");
    EXPECT_EQ(incident.speaks[0].side, scenarios::MetricSpeaks::Side::high);
}

TEST(PublishFlood, BelowThresholdItIsATenthMoreThanUsual) {
    const PlayedScenario played(
        {.timeline = {below_threshold(happening("publish-flood", 10min, 40min))}});
    EXPECT_EQ(published(played, 10min, 50min), 44U);
}
