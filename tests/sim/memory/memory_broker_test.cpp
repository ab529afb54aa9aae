#include "tests/sim/memory/broker_fixture.hpp"

using namespace fleet;
using namespace sim;
using support::SmallWorld;
using support::world_start;

namespace {

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
