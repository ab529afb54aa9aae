#include <gtest/gtest.h>

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using Kind = ObservationKind;

TEST(CertificateStatusEvent, LeavingActiveEndsTheConnectionAtOnceAndTheNextIsRefused) {
    for (const auto* status : {"INACTIVE", "REVOKED"}) {
        const PlayedScenario played(
            {.timeline = {happening("certificate-status", 12min, {}, {{"status", status}})}});
        EXPECT_EQ(played.seen({.kind = Kind::disconnected,
                               .client = "pumps-0",
                               .reason = Reason::certificate_deactivated,
                               .from = 12min,
                               .until = 12min + 1ms}),
                  1U);
        // At once in the next slot, then every half an hour.
        EXPECT_EQ(played.seen({.kind = Kind::refused, .reason = Reason::certificate_not_active}),
                  2U);
        EXPECT_EQ(played.seen({.kind = Kind::published, .client = "pumps-0", .from = 12min}), 0U);
        EXPECT_EQ(played.seen({.kind = Kind::disconnected, .client = "pumps-1"}), 0U);
    }
}

TEST(CertificateStatusEvent, TheDeviceComesBackWhenItIsActiveAgain) {
    const PlayedScenario played(
        {.timeline = {happening("certificate-status", 12min, {}, {{"status", "INACTIVE"}}),
                      happening("certificate-status", 20min, {}, {{"status", "ACTIVE"}})}});
    // The second event picks the pump that plays no part yet: the first one stays away.
    EXPECT_FALSE(played.states[0].is_connected);
    auto again = happening("certificate-status", 20min, {}, {{"status", "ACTIVE"}});
    again.devices = {.cohorts = {}, .count = 1, .things = {"pumps-0"}};
    const PlayedScenario alone(
        {.pumps = 1,
         .timeline = {happening("certificate-status", 12min, {}, {{"status", "INACTIVE"}}),
                      again}});
    EXPECT_TRUE(alone.states[0].is_connected);
    EXPECT_EQ(alone.seen({.kind = Kind::connected, .client = "pumps-0", .from = 45min}), 1U);
}

TEST(CertificateStatusEvent, IsBenignSoTheTruthKnowsNothingOfIt) {
    const PlayedScenario played({.timeline = {happening("certificate-status", 12min, {})}});
    EXPECT_TRUE(played.script.truth.incidents.empty());
    EXPECT_EQ(played.slices.at(2).changes.size(), 1U);
}
