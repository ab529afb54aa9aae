#include <gmock/gmock.h>

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using scenarios::MetricSpeaks;
using testing::ElementsAre;
using Kind = ObservationKind;

TEST(ReconnectStorm, ADeviceComesAndGoesEveryTwoSecondsAndGetsNoFurther) {
    const PlayedScenario played({.timeline = {happening("reconnect-storm", 10min, 10min)}});
    const auto count = [&](Kind kind, Duration from, Duration until) {
        return played.seen({.kind = kind, .client = "pumps-0", .from = from, .until = until});
    };
    EXPECT_EQ(count(Kind::connected, 10min, 20min), 300U);
    EXPECT_EQ(count(Kind::disconnected, 10min, 20min), 300U);
    EXPECT_EQ(count(Kind::published, 10min, 20min), 0U);
    EXPECT_EQ(played.seen({.kind = Kind::refused}), 0U);
    EXPECT_EQ(played.seen({.kind = Kind::connected, .client = "pumps-1"}), 1U);
}

TEST(ReconnectStorm, WhenItIsOverTheDeviceIsBackWithItsSubscriptions) {
    for (const auto lasting : {10min, 13min}) {
        const PlayedScenario played({.timeline = {happening("reconnect-storm", 10min, lasting)}});
        const auto count = [&](Kind kind) {
            return played.seen({.kind = kind, .client = "pumps-0", .from = 30min, .until = 60min});
        };
        EXPECT_EQ(count(Kind::published), 30U);
        EXPECT_EQ(count(Kind::delivered), 3U);
        EXPECT_EQ(count(Kind::connected), 0U);
    }
}

TEST(ReconnectStorm, ConfessesTheDeviceItsAttemptsAndItsDisconnects) {
    const PlayedScenario played({.timeline = {happening("reconnect-storm", 10min, 10min)}});
    const auto& incident = played.incident("timeline-0-reconnect-storm");
    EXPECT_THAT(incident.affected, ElementsAre("pumps-0"));
    EXPECT_THAT(incident.speaks,
                ElementsAre(MetricSpeaks{"aws:num-connection-attempts", MetricSpeaks::Side::high},
                            MetricSpeaks{"aws:num-disconnects", MetricSpeaks::Side::high}));
}

TEST(ReconnectStorm, BelowThresholdItIsAwayForAMomentEveryTenMinutes) {
    const PlayedScenario played(
        {.timeline = {below_threshold(happening("reconnect-storm", 10min, 30min))}});
    EXPECT_EQ(played.seen(
                  {.kind = Kind::disconnected, .client = "pumps-0", .from = 9min, .until = 40min}),
              3U);
    EXPECT_EQ(
        played.seen({.kind = Kind::connected, .client = "pumps-0", .from = 9min, .until = 40min}),
        3U);
}
