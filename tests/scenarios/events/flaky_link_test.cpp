#include <gmock/gmock.h>

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using testing::IsEmpty;
using Kind = ObservationKind;

TEST(FlakyLink, IsLostOnceInEachStretchAndTheDeviceIsBackSoon) {
    const PlayedScenario played({.duration = 6h, .timeline = {happening("flaky-link", 1h, 4h)}});
    EXPECT_EQ(played.seen({.kind = Kind::disconnected,
                           .client = "pumps-0",
                           .reason = Reason::connection_lost,
                           .from = 1h,
                           .until = 5h}),
              12U);
    EXPECT_EQ(played.seen({.kind = Kind::connected, .client = "pumps-0"}), 13U);
    for (int stretch = 0; stretch < 12; ++stretch) {
        const auto from = 1h + stretch * 20min;
        EXPECT_EQ(played.seen({.kind = Kind::disconnected, .from = from, .until = from + 20min}),
                  1U);
    }
    EXPECT_GT(played.seen({.kind = Kind::published, .client = "pumps-0", .from = 1h, .until = 5h}),
              220U)
        << "of 240";
    EXPECT_EQ(played.seen({.kind = Kind::connected, .client = "pumps-1"}), 1U);
}

TEST(FlakyLink, NothingIsDue) {
    const PlayedScenario played({.timeline = {happening("flaky-link", 10min, 40min)}});
    EXPECT_THAT(played.script.truth.incidents, IsEmpty());
}
