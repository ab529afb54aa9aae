#include <gtest/gtest.h>

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;

namespace {

std::uint64_t seen(const PlayedScenario& played, ObservationKind kind, Duration from,
                   Duration until) {
    return played.seen({.kind = kind, .client = "pumps-0", .from = from, .until = until});
}

}  // namespace

TEST(SilentDevice, DisconnectsAndIsNotSeenUntilItIsOver) {
    const PlayedScenario played({.timeline = {happening("silent-device", 20min, 20min)}});
    EXPECT_EQ(seen(played, ObservationKind::disconnected, 19min, 21min), 1U);
    EXPECT_EQ(seen(played, ObservationKind::published, 20min, 40min), 0U);
    EXPECT_EQ(seen(played, ObservationKind::connected, 20min, 40min), 0U);
    EXPECT_EQ(seen(played, ObservationKind::connected, 40min, 45min), 1U);
    EXPECT_GT(seen(played, ObservationKind::published, 40min, 60min), 10U);
}

TEST(SilentDevice, BelowThresholdItIsBackAfterTwoMinutes) {
    const PlayedScenario played(
        {.timeline = {below_threshold(happening("silent-device", 20min, 20min))}});
    EXPECT_EQ(seen(played, ObservationKind::disconnected, 19min, 21min), 1U);
    EXPECT_EQ(seen(played, ObservationKind::connected, 20min, 25min), 1U);
    EXPECT_GT(seen(played, ObservationKind::published, 25min, 40min), 10U);
}

TEST(SilentDevice, ConfessesThatItWasAway) {
    const PlayedScenario played({.timeline = {happening("silent-device", 20min, 20min)}});
    const auto& incident = played.incident("timeline-0-silent-device");
    EXPECT_EQ(incident.actors, std::vector<std::string>{"pumps-0"});
    ASSERT_EQ(incident.speaks.size(), 1U);
    EXPECT_EQ(incident.speaks[0].metric, "aws:disconnect-duration");
    EXPECT_EQ(incident.speaks[0].side, scenarios::MetricSpeaks::Side::high);
}
