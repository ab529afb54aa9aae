#include <gtest/gtest.h>

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using Kind = ObservationKind;

namespace {

const std::string binding_nothing = allowing("iot:*", "*");

/// Addresses from which `client` is seen in [from, until).
std::vector<std::string> addresses(const PlayedScenario& played, std::string_view client,
                                   Duration from, Duration until) {
    std::vector<std::string> found;
    for (const auto& slice : played.slices) {
        for (const auto& event : slice.observations) {
            if (event.client_id != played.dictionary.clients.find(client)) continue;
            if (event.time < world_start + from || event.time >= world_start + until) continue;
            if (event.reason == Reason::duplicate_client_id) continue;  // still the owner's
            const auto address = played.dictionary.addresses.text(event.source_address);
            if (found.empty() || found.back() != address) found.emplace_back(address);
        }
    }
    return found;
}

}  // namespace

TEST(StolenCertificate, TheThiefDisplacesTheOwnerOnceWhoComesBackWhenItIsOver) {
    const PlayedScenario played({.timeline = {happening("stolen-certificate", 12min, 30min)}});
    EXPECT_EQ(played.seen({.kind = Kind::disconnected,
                           .client = "pumps-0",
                           .reason = Reason::duplicate_client_id}),
              1U);
    EXPECT_EQ(played.seen({.kind = Kind::disconnected, .client = "pumps-0"}), 2U);
    const auto& own = played.fleet.devices[0].address;
    EXPECT_EQ(addresses(played, "pumps-0", 0min, 12min), std::vector{own});
    EXPECT_EQ(addresses(played, "pumps-0", 12min, 42min), std::vector<std::string>{"203.0.113.9"});
    EXPECT_EQ(addresses(played, "pumps-0", 42min, 60min), std::vector{own});
    EXPECT_EQ(played.seen({.kind = Kind::connected, .client = "pumps-0"}), 3U);
    EXPECT_EQ(played.counts.actions_void, 0U);
}

TEST(StolenCertificate, TheThiefReadsMuch) {
    const PlayedScenario played(
        {.timeline = {happening("stolen-certificate", 10min, 30min, {{"readsPerMinute", "60"}})}});
    const auto received =
        played.seen({.kind = Kind::delivered, .client = "pumps-0", .from = 10min, .until = 40min});
    EXPECT_GE(received, 1795U);
    EXPECT_LE(received, 1800U);
    EXPECT_LE(played.seen({.kind = Kind::delivered, .client = "pumps-0", .until = 10min}), 1U);
}

TEST(StolenCertificate, ReadsAlsoWhenItBeginsAtTheVeryEndOfASlot) {
    const PlayedScenario played(
        {.timeline = {happening("stolen-certificate", 15min - 100ms, 20min)}});
    EXPECT_EQ(played.seen({.kind = Kind::subscribed, .client = "pumps-0"}), 3U);
    EXPECT_GT(
        played.seen({.kind = Kind::delivered, .client = "pumps-0", .from = 15min, .until = 35min}),
        1100U);
}

TEST(StolenCertificate, ConfessesTheVictimsAddressItsMessagesAndTheConflict) {
    const PlayedScenario played({.timeline = {happening("stolen-certificate", 12min, 30min)}});
    const auto& incident = played.incident("timeline-0-stolen-certificate");
    EXPECT_EQ(incident.actors, std::vector<std::string>{"thief of pumps-0"});
    EXPECT_EQ(incident.affected, std::vector<std::string>{"pumps-0"});
    ASSERT_EQ(incident.speaks.size(), 2U);
    EXPECT_EQ(incident.speaks[0].metric, "aws:source-ip-address");
    EXPECT_EQ(incident.speaks[0].side, scenarios::MetricSpeaks::Side::foreign);
    EXPECT_EQ(incident.speaks[1].metric, "aws:num-messages-received");
    ASSERT_EQ(incident.checks.size(), 1U);
    EXPECT_EQ(incident.checks[0].check_name, "CONFLICTING_CLIENT_IDS_CHECK");
    EXPECT_EQ(incident.checks[0].resource_value, "pumps-0");
}

TEST(StolenCertificate, WhereTheVictimMayNotListenTheThiefHearsNothing) {
    const PlayedScenario played({.policy = allowing("iot:Connect", "*"),
                                 .timeline = {happening("stolen-certificate", 12min, 30min)}});
    EXPECT_EQ(played.seen({.kind = Kind::delivered}), 0U);
    EXPECT_EQ(played.incident("timeline-0-stolen-certificate").speaks.size(), 1U);
}

TEST(StolenCertificate, UnderItsOwnIdItIsDeniedWhereThePolicyBindsToTheThing) {
    const PlayedScenario played(
        {.timeline = {happening("stolen-certificate", 10min, 30min,
                                {{"clientId", "own"}, {"retryEvery", "15s"}})}});
    EXPECT_EQ(
        played.seen({.kind = Kind::denied, .client = "pumps-0-copy", .reason = Reason::connect}),
        120U);
    EXPECT_EQ(played.seen({.kind = Kind::connected}), 2U);
    const auto& incident = played.incident("timeline-0-stolen-certificate");
    EXPECT_EQ(incident.affected, std::vector<std::string>{"pumps-0-copy"});
    ASSERT_EQ(incident.speaks.size(), 1U);
    EXPECT_EQ(incident.speaks[0].metric, "aws:num-authorization-failures");
    EXPECT_TRUE(incident.checks.empty());
}

TEST(StolenCertificate, EveryThiefUnderAnIdOfItsOwnIsConfessed) {
    const PlayedScenario played(
        {.pumps = 3,
         .timeline = {
             to_pumps(2, happening("stolen-certificate", 10min, 30min, {{"clientId", "own"}}))}});
    EXPECT_EQ(played.incident("timeline-0-stolen-certificate").affected,
              (std::vector<std::string>{"pumps-0-copy", "pumps-1-copy"}));
}

TEST(StolenCertificate, UnderItsOwnIdAndABroadPolicyTheCertificateIsShared) {
    const PlayedScenario played(
        {.policy = binding_nothing,
         .timeline = {happening("stolen-certificate", 10min, 30min, {{"clientId", "own"}})}});
    EXPECT_EQ(played.seen({.kind = Kind::connected, .client = "pumps-0-copy"}), 1U);
    const auto& incident = played.incident("timeline-0-stolen-certificate");
    EXPECT_TRUE(incident.affected.empty());
    EXPECT_TRUE(incident.speaks.empty());
    ASSERT_EQ(incident.checks.size(), 1U);
    EXPECT_EQ(incident.checks[0].check_name, "DEVICE_CERTIFICATE_SHARED_CHECK");
    EXPECT_EQ(incident.checks[0].resource_value, played.fleet.inventory.certificates[0].id_hex());
}

TEST(StolenCertificate, UnderItsOwnIdTheThiefIsGoneAfterwardsHoweverShortItStays) {
    for (const auto lasting : {2min, 3min, 30min}) {
        const PlayedScenario played(
            {.policy = binding_nothing,
             .timeline = {happening("stolen-certificate", 12min, lasting, {{"clientId", "own"}})}});
        EXPECT_EQ(played.seen({.kind = Kind::disconnected,
                               .client = "pumps-0-copy",
                               .from = 12min,
                               .until = 12min + lasting}),
                  1U);
    }
}

TEST(StolenCertificate, BelowThresholdItComesFromTheOwnersAddressAndReadsNothing) {
    const PlayedScenario played(
        {.timeline = {below_threshold(happening("stolen-certificate", 10min, 30min))}});
    EXPECT_EQ(addresses(played, "pumps-0", 0min, 60min),
              std::vector{played.fleet.devices[0].address});
    EXPECT_EQ(
        played.seen({.kind = Kind::delivered, .client = "pumps-0", .from = 10min, .until = 40min}),
        0U);
    EXPECT_TRUE(played.incident("timeline-0-stolen-certificate").is_below_threshold);
    EXPECT_EQ(played.incident("timeline-0-stolen-certificate-audit").checks.size(), 1U);
}
