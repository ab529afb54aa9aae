#include <gmock/gmock.h>

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using testing::IsEmpty;
using Kind = ObservationKind;

TEST(SleepingDevice, WakesEveryFourHoursForAQuarterOfAnHour) {
    const PlayedScenario played(
        {.duration = 24h, .timeline = {happening("sleeping-device", 0h, 24h)}});
    const auto count = [&](Kind kind) { return played.seen({.kind = kind, .client = "pumps-0"}); };
    EXPECT_EQ(count(Kind::connected), 6U);
    EXPECT_GE(count(Kind::published), 6U * 13);
    EXPECT_LE(count(Kind::published), 6U * 15);
    EXPECT_EQ(
        played.seen(
            {.kind = Kind::disconnected, .client = "pumps-0", .reason = Reason::client_initiated}),
        6U);
    EXPECT_EQ(played.seen({.kind = Kind::connected, .client = "pumps-1"}), 1U);
}

TEST(SleepingDevice, WakesAtAMomentOfItsOwn) {
    const PlayedScenario played(
        {.duration = 8h, .timeline = {to_pumps(2, happening("sleeping-device", 0h, 8h))}});
    const auto first = [&](std::string_view client) {
        for (Duration after{}; after < 8h; after += 1min)
            if (played.seen({.kind = Kind::connected, .client = client, .until = after}) > 0)
                return after;
        return Duration{};
    };
    EXPECT_NE(first("pumps-0"), first("pumps-1"));
    EXPECT_THAT(played.script.truth.incidents, IsEmpty());
}

TEST(SleepingDevice, IsAwakeAgainWhenItIsOver) {
    const PlayedScenario played(
        {.duration = 24h, .timeline = {happening("sleeping-device", 0h, 12h)}});
    EXPECT_EQ(played.seen({.kind = Kind::published,
                           .client = "pumps-0",
                           .from = 12h + 5min,
                           .until = 13h + 5min}),
              60U);
}
