#include <gmock/gmock.h>

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using testing::IsEmpty;
using Kind = ObservationKind;

TEST(BrokerOutage, AllLoseTheirConnectionAtOneInstantAndComeBackWithinTheSpread) {
    const PlayedScenario played(
        {.pumps = 8, .timeline = {to_pumps(8, happening("broker-outage", 20min, 10min))}});
    EXPECT_EQ(played.seen({.kind = Kind::disconnected,
                           .reason = Reason::connection_lost,
                           .from = 19min,
                           .until = 20min}),
              8U);
    EXPECT_EQ(played.seen({.kind = Kind::disconnected}), 8U);
    EXPECT_EQ(played.seen({.kind = Kind::published, .from = 20min, .until = 30min}), 0U);
    EXPECT_EQ(played.seen({.kind = Kind::connected, .from = 30min, .until = 37min}), 8U);
    EXPECT_EQ(played.seen({.kind = Kind::published, .from = 40min, .until = 50min}), 80U);
}

TEST(BrokerOutage, NothingIsDue) {
    const PlayedScenario played(
        {.timeline = {to_pumps(2, happening("broker-outage", 20min, 10min))}});
    EXPECT_THAT(played.script.truth.incidents, IsEmpty());
}

TEST(BrokerOutage, OfAWholeCohortLeavesItsDevicesFreeToPlayAnotherPart) {
    const PlayedScenario played(
        {.timeline = {to_pumps(2, happening("broker-outage", 20min, 10min)),
                      to_pumps(2, happening("publish-flood", 40min, 10min))}});
    EXPECT_EQ(played.incident("timeline-1-publish-flood").affected.size(), 2U);
    EXPECT_EQ(played.seen({.kind = Kind::published, .from = 40min, .until = 50min}), 2000U);
}
