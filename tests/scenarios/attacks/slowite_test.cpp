#include <gmock/gmock.h>

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using scenarios::MetricSpeaks;
using testing::ElementsAre;
using Kind = ObservationKind;

TEST(Slowite, TwoAttemptsASecondFromOneAddressLeadToNothing) {
    const PlayedScenario played({.timeline = {happening("slowite", 10min, 10min)}});
    EXPECT_EQ(played.seen({.kind = Kind::refused, .from = 10min, .until = 20min}), 1200U);
    EXPECT_EQ(played.seen({.kind = Kind::refused}), 1200U);
    for (const auto& slice : played.slices) {
        for (const auto& seen : slice.observations) {
            if (seen.kind != Kind::refused) continue;
            EXPECT_EQ(played.dictionary.addresses.text(seen.source_address), "203.0.113.9");
        }
    }
    EXPECT_EQ(played.seen({.kind = Kind::disconnected}), 0U) << "the owner stays connected";
}

TEST(Slowite, ShowsACertificateThatBelongsToTheDevice) {
    const PlayedScenario played({.timeline = {happening("slowite", 10min, 10min)}});
    const auto& certificates = played.fleet.inventory.things[0].certificates;
    ASSERT_EQ(certificates.size(), 2U);
    EXPECT_EQ(played.fleet.inventory.certificates[certificates[1]].status,
              CertificateStatus::inactive);
    const auto& incident = played.incident("timeline-0-slowite");
    EXPECT_THAT(incident.affected, ElementsAre("pumps-0"));
    EXPECT_THAT(incident.speaks,
                ElementsAre(MetricSpeaks{"aws:num-connection-attempts", MetricSpeaks::Side::high}));
}

TEST(Slowite, BelowThresholdItTriesEveryTenMinutes) {
    const PlayedScenario played(
        {.timeline = {below_threshold(happening("slowite", 10min, 30min))}});
    EXPECT_EQ(played.seen({.kind = Kind::refused}), 3U);
}
