#include "sim/memory/memory_broker.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "tests/support/small_world.hpp"

using namespace fleet;
using namespace sim;
using scenarios::Action;
using support::SmallWorld;
using support::world_start;

namespace {

const std::string everything = support::allowing("iot:*", "*");

/// A broker of a small world and everything it saw.
struct Broker {
    explicit Broker(SmallWorld& world) : broker(world.world()) {}

    Effect operator()(const Action& action) { return broker.perform(action, seen); }
    void apply(const Change& change) { broker.apply(change, seen); }
    /// What was seen since the last call.
    std::vector<Observation> fresh() { return std::exchange(seen, {}); }
    /// The only thing that was seen since the last call.
    Observation only() {
        EXPECT_EQ(seen.size(), 1U);
        return seen.empty() ? Observation{} : fresh().front();
    }

    MemoryBroker broker;
    std::vector<Observation> seen;
};

Reason reason_of_connect(SmallWorld& world, Duration after, std::uint32_t credential = 0) {
    Broker broker(world);
    broker(world.connect(0, after, credential));
    const auto event = broker.only();
    EXPECT_EQ(event.kind == ObservationKind::connected, event.reason == Reason::none);
    return event.reason;
}

std::uint32_t add_credential(SmallWorld& world, Credential::Issuer issuer, Time not_after) {
    return world.fleet.add_credential({.cohort = 0,
                                       .k = 0,
                                       .generation = 1,
                                       .issuer = issuer,
                                       .not_before = not_after - 24h,
                                       .not_after = not_after});
}

}  // namespace

TEST(MemoryBroker, ShowsWhoConnectedWithWhatFromWhere) {
    SmallWorld world;
    Broker broker(world);
    EXPECT_TRUE(broker(world.connect(1, 5s)).alters_sessions);
    const auto event = broker.only();
    EXPECT_EQ(event.kind, ObservationKind::connected);
    EXPECT_EQ(event.time, world_start + 5s);
    EXPECT_EQ(event.client_id, 1U);
    EXPECT_EQ(event.certificate_id, 1U);
    EXPECT_EQ(event.connection, 1U);
    EXPECT_EQ(world.dictionary.addresses.text(event.source_address), "10.0.0.2");
    EXPECT_TRUE(broker.broker.states()[1].is_connected);
    EXPECT_EQ(broker.broker.states()[1].last_connect, event.time);
    EXPECT_EQ(broker.broker.counts().connects, 1U);
}

TEST(MemoryBroker, ACertificateIsValidFromItsNotBeforeUntilJustBeforeItsNotAfter) {
    SmallWorld world;
    const auto& credential = world.fleet.credentials[0];
    const auto begin = credential.not_before - world_start,
               end = credential.not_after - world_start;
    EXPECT_EQ(reason_of_connect(world, begin - 1ms), Reason::certificate_not_yet_valid);
    EXPECT_EQ(reason_of_connect(world, begin), Reason::none);
    EXPECT_EQ(reason_of_connect(world, end - 1ms), Reason::none);
    EXPECT_EQ(reason_of_connect(world, end), Reason::certificate_expired);
}

TEST(MemoryBroker, ARefusalNamesTheCertificateAndTheAddressButNoClientId) {
    SmallWorld world({.defects = {support::defect("expired-certificate", 1)}});
    Broker broker(world);
    EXPECT_FALSE(broker(world.connect(0, 5s)).alters_sessions);
    const auto event = broker.only();
    EXPECT_EQ(event.kind, ObservationKind::refused);
    EXPECT_EQ(event.reason, Reason::certificate_expired);
    EXPECT_EQ(event.client_id, no_name);
    EXPECT_EQ(event.connection, 0U);
    EXPECT_EQ(event.certificate_id, 0U);
    EXPECT_EQ(world.dictionary.addresses.text(event.source_address), "10.0.0.1");
    EXPECT_FALSE(broker.broker.states()[0].is_connected);
    EXPECT_EQ(broker.broker.states()[0].last_refusal, event.time);
}

TEST(MemoryBroker, AnUnknownCaIsToldBeforeTheExpiryOfItsCertificate) {
    SmallWorld world;
    const auto lapsed = add_credential(world, Credential::Issuer::foreign, world_start - 24h);
    EXPECT_EQ(reason_of_connect(world, 0s, lapsed), Reason::unknown_ca);
}

TEST(MemoryBroker, ACertificateThatWasNeverRegisteredIsNotActive) {
    SmallWorld world;
    const auto unregistered =
        add_credential(world, Credential::Issuer::intermediate, world_start + 24h);
    EXPECT_EQ(reason_of_connect(world, 0s, unregistered), Reason::certificate_not_active);
}

TEST(MemoryBroker, OnlyTheStatusActiveConnects) {
    for (const auto* status : {"PENDING_TRANSFER", "PENDING_ACTIVATION", "INACTIVE", "REVOKED"}) {
        SmallWorld world(
            {.defects = {support::defect("expiring-certificate", 1, {{"status", status}})}});
        EXPECT_EQ(reason_of_connect(world, 0s), Reason::certificate_not_active) << status;
    }
}

TEST(MemoryBroker, ConsultsRevocationListsOnlyUnderEnforceCrl) {
    const std::vector defects{support::defect("revoked-device-certificate", 1)};
    SmallWorld lenient({.defects = defects});
    EXPECT_EQ(reason_of_connect(lenient, 0s), Reason::none);
    SmallWorld strict({.defects = defects, .broker = {.enforce_crl = true}});
    EXPECT_EQ(reason_of_connect(strict, 0s), Reason::certificate_revoked);
    Broker broker(strict);
    broker(strict.connect(1, 0s));
    EXPECT_EQ(broker.only().kind, ObservationKind::connected);
}

TEST(MemoryBroker, AConnectDeniedByPolicyShowsItsClientIdAndNoConnection) {
    SmallWorld world;
    const auto impostor = world.add_actor("somebody");
    Broker broker(world);
    EXPECT_FALSE(broker(world.connect(impostor, 5s, 0)).alters_sessions);
    const auto event = broker.only();
    EXPECT_EQ(event.kind, ObservationKind::denied);
    EXPECT_EQ(event.reason, Reason::connect);
    EXPECT_EQ(world.dictionary.clients.text(event.client_id), "somebody");
    EXPECT_EQ(event.connection, 0U);
    EXPECT_EQ(broker.broker.states()[impostor].last_refusal, event.time);
}

TEST(MemoryBroker, ATakeoverEndsTheOldSessionAtTheTimeOfTheNewConnectAndBeforeIt) {
    SmallWorld world;
    const auto thief = world.add_actor("pumps-0");
    Broker broker(world);
    broker(world.connect(0, 1s));
    broker.fresh();
    broker(world.connect(thief, 9s, 0));
    const auto seen = broker.fresh();
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_EQ(seen[0].kind, ObservationKind::disconnected);
    EXPECT_EQ(seen[0].reason, Reason::duplicate_client_id);
    EXPECT_EQ(seen[0].time, world_start + 9s);
    EXPECT_EQ(seen[0].connection, 1U);
    EXPECT_EQ(world.dictionary.addresses.text(seen[0].source_address), "10.0.0.1");
    EXPECT_EQ(seen[1].kind, ObservationKind::connected);
    EXPECT_EQ(seen[1].time, world_start + 9s);
    EXPECT_EQ(seen[1].connection, 2U);
    EXPECT_FALSE(broker.broker.states()[0].is_connected);
    EXPECT_EQ(broker.broker.states()[0].last_displacement, world_start + 9s);
    EXPECT_TRUE(broker.broker.states()[thief].is_connected);
}

TEST(MemoryBroker, ARefusedConnectLeavesTheSessionOfItsClientIdAlone) {
    SmallWorld world;
    const auto thief = world.add_actor("pumps-0");
    const auto forged = add_credential(world, Credential::Issuer::foreign, world_start + 24h);
    Broker broker(world);
    broker(world.connect(0, 1s));
    broker(world.connect(thief, 2s, forged));
    EXPECT_TRUE(broker.broker.states()[0].is_connected);
    EXPECT_EQ(broker.broker.states()[0].last_displacement, Time{});
}

TEST(MemoryBroker, TheTakenSessionsSubscriptionsGoWithIt) {
    SmallWorld world;
    const auto thief = world.add_actor("pumps-0");
    Broker broker(world);
    broker(world.connect(0, 1s));
    broker(world.subscribe(0, 2s, world.commands(0)));
    broker(world.connect(thief, 3s, 0));
    broker.fresh();
    broker(world.publish(world.cloud, 4s, world.commands(0)));
    EXPECT_TRUE(broker.fresh().empty());
}

TEST(MemoryBroker, WhatIsDoneOnAConnectionThatIsDownIsVoidAndCounted) {
    SmallWorld world;
    Broker broker(world);
    EXPECT_TRUE(broker(world.publish(0, 1s, world.telemetry(0))).is_void);
    EXPECT_TRUE(broker(world.subscribe(0, 1s, world.commands(0))).is_void);
    EXPECT_TRUE(broker(world.report(0, 1s, world.telemetry(0), "{}")).is_void);
    EXPECT_TRUE(broker(world.disconnect(0, 1s)).is_void);
    EXPECT_TRUE(broker.fresh().empty());
    EXPECT_EQ(broker.broker.counts().actions_void, 4U);
}

TEST(MemoryBroker, AConnectWhileConnectedIsVoid) {
    SmallWorld world;
    Broker broker(world);
    broker(world.connect(0, 1s));
    broker.fresh();
    EXPECT_TRUE(broker(world.connect(0, 2s)).is_void);
    EXPECT_TRUE(broker.fresh().empty());
    EXPECT_EQ(broker.broker.counts().connects, 1U);
}

TEST(MemoryBroker, ADisconnectTellsHowItCameAndTheNextConnectionCountsOn) {
    SmallWorld world;
    Broker broker(world);
    for (const bool is_abrupt : {false, true}) {
        broker(world.connect(0, 1s));
        broker.fresh();
        EXPECT_TRUE(broker(world.disconnect(0, 2s, is_abrupt)).alters_sessions);
        const auto event = broker.only();
        EXPECT_EQ(event.kind, ObservationKind::disconnected);
        EXPECT_EQ(event.reason, is_abrupt ? Reason::connection_lost : Reason::client_initiated);
        EXPECT_EQ(event.connection, is_abrupt ? 2U : 1U);
    }
}

TEST(MemoryBroker, APublishStandsForAsManyMessagesWithTheirSizes) {
    SmallWorld world;
    Broker broker(world);
    broker(world.connect(0, 1s));
    broker.fresh();
    auto action = world.publish(0, 2s, world.telemetry(0), 5);
    action.bytes_max = 20;
    action.size_seed = 3;
    broker(action);
    const auto event = broker.only();
    std::uint64_t sum = 0;
    for (std::uint32_t n = 0; n < 5; ++n) {
        sum += payload_bytes(action, n);
        EXPECT_LE(event.bytes_min, payload_bytes(action, n));
        EXPECT_GE(event.bytes_max, payload_bytes(action, n));
    }
    EXPECT_EQ(event.kind, ObservationKind::published);
    EXPECT_EQ(event.count, 5U);
    EXPECT_EQ(event.bytes_sum, sum);
    EXPECT_EQ(broker.broker.counts().messages_published, 5U);
}

TEST(MemoryBroker, ADeniedPublishLeavesTheConnectionAsItIs) {
    SmallWorld world;
    Broker broker(world);
    broker(world.connect(0, 1s));
    broker.fresh();
    EXPECT_FALSE(broker(world.publish(0, 2s, world.telemetry(1), 3)).alters_sessions);
    const auto event = broker.only();
    EXPECT_EQ(event.kind, ObservationKind::denied);
    EXPECT_EQ(event.reason, Reason::publish);
    EXPECT_EQ(event.count, 3U);
    EXPECT_TRUE(broker.broker.states()[0].is_connected);
    EXPECT_EQ(broker.broker.counts().messages_published, 0U);
}

TEST(MemoryBroker, UnderCloseOnDenyTheFirstDeniedPublishEndsTheConnection) {
    SmallWorld world({.broker = {.close_on_deny = true}});
    Broker broker(world);
    broker(world.connect(0, 1s));
    broker.fresh();
    EXPECT_TRUE(broker(world.publish(0, 2s, world.telemetry(1), 3)).alters_sessions);
    const auto seen = broker.fresh();
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_EQ(seen[0].kind, ObservationKind::denied);
    EXPECT_EQ(seen[0].count, 1U);
    EXPECT_EQ(seen[0].bytes_sum, 10U);
    EXPECT_EQ(seen[1].kind, ObservationKind::disconnected);
    EXPECT_EQ(seen[1].reason, Reason::policy_violation);
    EXPECT_FALSE(broker.broker.states()[0].is_connected);
}

TEST(MemoryBroker, ADeniedSubscribeHearsNothingAndEndsNoConnection) {
    SmallWorld world({.broker = {.close_on_deny = true}});
    Broker broker(world);
    broker(world.connect(0, 1s));
    broker.fresh();
    broker(world.subscribe(0, 2s, world.commands(1)));
    const auto event = broker.only();
    EXPECT_EQ(event.kind, ObservationKind::denied);
    EXPECT_EQ(event.reason, Reason::subscribe);
    EXPECT_EQ(world.dictionary.topics.text(event.topic), world.commands(1));
    EXPECT_TRUE(broker.broker.states()[0].is_connected);
    broker(world.publish(world.cloud, 3s, world.commands(1)));
    EXPECT_TRUE(broker.fresh().empty());
}

TEST(MemoryBroker, TheCloudsOwnEventsNeverAppearButItsDeliveriesDo) {
    SmallWorld world;
    Broker broker(world);
    broker(world.connect(0, 1s));
    broker(world.subscribe(0, 2s, world.commands(0)));
    broker.fresh();
    std::vector<NameId> reached;
    broker.broker.perform(world.publish(world.cloud, 3s, world.commands(0), 4), broker.seen,
                          &reached);
    const auto event = broker.only();
    EXPECT_EQ(event.kind, ObservationKind::delivered);
    EXPECT_EQ(event.client_id, 0U);
    EXPECT_EQ(event.certificate_id, 0U);
    EXPECT_EQ(event.connection, 1U);
    EXPECT_EQ(event.count, 4U);
    EXPECT_EQ(event.bytes_sum, 40U);
    EXPECT_EQ(reached, std::vector<NameId>{0});
    EXPECT_EQ(broker.broker.counts().messages_delivered, 4U);
    EXPECT_EQ(broker.broker.counts().messages_published, 0U);
}

TEST(MemoryBroker, DeliversOnlyWhatReceiveAllows) {
    const auto deaf = fmt::format(
        R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":["iot:Connect","iot:Subscribe"],)"
        R"("Resource":"*"}},{{"Effect":"Allow","Action":"iot:Receive","Resource":"{}"}}]}})",
        "arn:aws:iot:us-east-1:123456789012:topic/open/*");
    SmallWorld world({.policy = deaf});
    Broker broker(world);
    broker(world.connect(0, 1s));
    broker(world.subscribe(0, 2s, "#"));
    broker.fresh();
    broker(world.publish(world.cloud, 3s, "closed/a"));
    EXPECT_TRUE(broker.fresh().empty());
    broker(world.publish(world.cloud, 3s, "open/a"));
    EXPECT_EQ(broker.only().kind, ObservationKind::delivered);
}

TEST(MemoryBroker, OverlappingSubscriptionsDeliverOncePerSubscription) {
    SmallWorld world({.policy = everything});
    Broker broker(world);
    broker(world.connect(0, 1s));
    for (const auto* filter : {"a/b", "a/+", "#", "c/#", "a/b"})
        broker(world.subscribe(0, 2s, filter));
    broker.fresh();
    broker(world.publish(world.cloud, 3s, "a/b"));
    EXPECT_EQ(broker.fresh().size(), 3U);
    broker(world.publish(world.cloud, 4s, "a/c"));
    EXPECT_EQ(broker.fresh().size(), 2U);
}

TEST(MemoryBroker, ASenderThatListensHearsItselfAndSoDoOthers) {
    SmallWorld world({.policy = everything});
    Broker broker(world);
    for (const std::uint32_t pump : {0, 1}) {
        broker(world.connect(pump, 1s));
        broker(world.subscribe(pump, 2s, "a/#"));
    }
    broker.fresh();
    broker(world.publish(0, 3s, "a/b"));
    const auto seen = broker.fresh();
    ASSERT_EQ(seen.size(), 3U);
    EXPECT_EQ(seen[0].kind, ObservationKind::published);
    EXPECT_EQ(seen[1].kind, ObservationKind::delivered);
    EXPECT_EQ(seen[1].client_id, 0U);
    EXPECT_EQ(seen[2].client_id, 1U);
}

TEST(MemoryBroker, SubscriptionsEndWithTheirConnection) {
    SmallWorld world;
    Broker broker(world);
    broker(world.connect(0, 1s));
    broker(world.subscribe(0, 2s, world.commands(0)));
    broker(world.disconnect(0, 3s));
    broker(world.connect(0, 4s));
    broker.fresh();
    broker(world.publish(world.cloud, 5s, world.commands(0)));
    EXPECT_TRUE(broker.fresh().empty());
}

TEST(MemoryBroker, AStatusOtherThanActiveEndsTheConnectionsOfItsCertificateAtOnce) {
    SmallWorld world;
    Broker broker(world);
    broker(world.connect(0, 1s));
    broker(world.connect(1, 1s));
    broker.fresh();
    broker.apply(world.status(0, 2s, "INACTIVE"));
    const auto event = broker.only();
    EXPECT_EQ(event.kind, ObservationKind::disconnected);
    EXPECT_EQ(event.reason, Reason::certificate_deactivated);
    EXPECT_EQ(event.time, world_start + 2s);
    EXPECT_EQ(event.client_id, 0U);
    EXPECT_FALSE(broker.broker.states()[0].is_connected);
    EXPECT_TRUE(broker.broker.states()[1].is_connected);
    broker(world.connect(0, 3s));
    EXPECT_EQ(broker.only().reason, Reason::certificate_not_active);
    broker.apply(world.status(0, 4s, "ACTIVE"));
    broker(world.connect(0, 5s));
    EXPECT_EQ(broker.only().kind, ObservationKind::connected);
}

TEST(MemoryBroker, EveryConnectionOfASharedCertificateEndsInOrderOfItsClientId) {
    SmallWorld world({.pumps = 3, .defects = {support::defect("shared-certificate", 2)}});
    Broker broker(world);
    for (const std::uint32_t pump : {1, 0, 2}) broker(world.connect(pump, 1s));
    broker.fresh();
    broker.apply(world.status(0, 2s, "REVOKED"));
    const auto seen = broker.fresh();
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_EQ(seen[0].client_id, 0U);
    EXPECT_EQ(seen[1].client_id, 1U);
}

TEST(MemoryBroker, VerdictsFollowAChangeOfPolicyWithinAConnection) {
    SmallWorld world;
    Broker broker(world);
    broker(world.connect(0, 1s));
    const auto publish = world.publish(0, 2s, "elsewhere");
    broker.fresh();
    broker(publish);
    EXPECT_EQ(broker.only().kind, ObservationKind::denied);
    broker.apply({.time = world_start + 3s,
                  .kind = ChangeKind::policy_version,
                  .subject = "pumps-policy",
                  .value = everything,
                  .certificate = std::nullopt});
    broker(publish);
    EXPECT_EQ(broker.only().kind, ObservationKind::published);
    broker.apply({.time = world_start + 4s,
                  .kind = ChangeKind::policy_detached,
                  .subject = world.certificate_id(0),
                  .value = "pumps-policy",
                  .certificate = std::nullopt});
    broker(publish);
    EXPECT_EQ(broker.only().kind, ObservationKind::denied);
}

TEST(MemoryBroker, AReportIsSeenWithItsPayload) {
    SmallWorld world;
    Broker broker(world);
    broker(world.connect(0, 1s));
    broker.fresh();
    broker(world.report(0, 2s, "$aws/things/pumps-0/defender/metrics/json", "12345"));
    const auto event = broker.only();
    EXPECT_EQ(event.kind, ObservationKind::report);
    EXPECT_EQ(world.dictionary.payloads.text(event.payload), "12345");
    EXPECT_EQ(event.bytes_sum, 5U);
    EXPECT_EQ(event.count, 1U);
}

TEST(MemoryBroker, ADeniedReportIsADeniedPublishWithoutPayload) {
    SmallWorld world;
    Broker broker(world);
    broker(world.connect(0, 1s));
    broker.fresh();
    broker(world.report(0, 2s, "$aws/things/pumps-1/defender/metrics/json", "12345"));
    const auto event = broker.only();
    EXPECT_EQ(event.kind, ObservationKind::denied);
    EXPECT_EQ(event.reason, Reason::publish);
    EXPECT_EQ(event.payload, no_name);
}
