#include <gtest/gtest.h>

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using Kind = ObservationKind;

TEST(ClientIdHijack, ImpostorAndDeviceDisplaceEachOtherAtThePaceOfTheAttack) {
    const PlayedScenario played(
        {.timeline = {happening("client-id-hijack", 10min, 30min, {{"every", "10s"}})}});
    const auto attempts =
        played.seen({.kind = Kind::connected, .client = "pumps-0", .from = 10min, .until = 40min});
    EXPECT_EQ(attempts, 180U);
    EXPECT_EQ(played.seen({.kind = Kind::disconnected,
                           .client = "pumps-0",
                           .reason = Reason::duplicate_client_id}),
              180U);
    EXPECT_EQ(played.seen({.kind = Kind::connected, .client = "pumps-1"}), 1U);
}

TEST(ClientIdHijack, ConfessesTheDeviceAndTheContestedClientId) {
    const PlayedScenario played({.timeline = {happening("client-id-hijack", 10min, 30min)}});
    const auto& incident = played.incident("timeline-0-client-id-hijack");
    EXPECT_EQ(incident.actors, std::vector<std::string>{"impostor of pumps-0"});
    EXPECT_EQ(incident.affected, std::vector<std::string>{"pumps-0"});
    EXPECT_EQ(incident.start, world_start + 10min);
    EXPECT_EQ(incident.end, world_start + 40min);
    ASSERT_EQ(incident.speaks.size(), 2U);
    EXPECT_EQ(incident.speaks[0].metric, "aws:num-connection-attempts");
    EXPECT_EQ(incident.speaks[1].metric, "aws:num-disconnects");
    ASSERT_EQ(incident.checks.size(), 1U);
    EXPECT_EQ(incident.checks[0].check_name, "CONFLICTING_CLIENT_IDS_CHECK");
    EXPECT_EQ(incident.checks[0].resource_value, "pumps-0");
}

TEST(ClientIdHijack, AfterwardsNobodyIsDisplacedAndTheDeviceDoesAsItUsedTo) {
    // Given ends within a slot and at its boundary, after an even and an odd number of turns,
    // expected: the device comes back with its subscription.
    for (const Duration lasting : {1020s, 1030s, 1200s, 1210s}) {
        const PlayedScenario played({.timeline = {happening("client-id-hijack", 10min, lasting)}});
        const auto end = 10min + lasting;
        EXPECT_EQ(played.seen({.kind = Kind::disconnected, .client = "pumps-0", .from = end}), 0U);
        EXPECT_EQ(played.seen({.kind = Kind::connected, .client = "pumps-0", .from = end}), 1U);
        EXPECT_EQ(played.seen({.kind = Kind::subscribed, .client = "pumps-0", .from = end}), 1U);
        EXPECT_GE(played.seen({.kind = Kind::delivered, .client = "pumps-0", .from = end}), 1U);
        EXPECT_GE(played.seen({.kind = Kind::published, .client = "pumps-0", .from = end}), 10U);
    }
}

TEST(ClientIdHijack, BelowThresholdTheyMeetEveryTenMinutesAndOnlyTheAuditSpeaks) {
    const PlayedScenario played(
        {.timeline = {below_threshold(happening("client-id-hijack", 10min, 30min))}});
    EXPECT_EQ(
        played.seen({.kind = Kind::connected, .client = "pumps-0", .from = 10min, .until = 40min}),
        3U);
    EXPECT_TRUE(played.incident("timeline-0-client-id-hijack").is_below_threshold);
    EXPECT_TRUE(played.incident("timeline-0-client-id-hijack").checks.empty());
    const auto& audited = played.incident("timeline-0-client-id-hijack-audit");
    EXPECT_FALSE(audited.is_below_threshold);
    EXPECT_EQ(audited.checks.size(), 1U);
}

TEST(ClientIdHijack, APaceOfZeroEnds) {
    const PlayedScenario played(
        {.duration = 5min,
         .timeline = {happening("client-id-hijack", 2min, 1s, {{"every", "0s"}})}});
    EXPECT_GT(played.seen({.kind = Kind::connected, .client = "pumps-0"}), 1U);
}
