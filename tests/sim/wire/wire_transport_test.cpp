// The wire against a real Mosquitto. Whatever is performed, the transport itself compares every
// event with the forecast and raises an Error otherwise; these tests say what must have been seen.
#include "sim/wire/wire_transport.hpp"

#include <algorithm>

#include "tests/sim/wire/stage.hpp"

namespace sim {
namespace {

using namespace stage;
using testing::ElementsAre;

TEST(WireTransport, ConnectsPublishesAndDelivers) {
    Stage stage;
    Both both(stage);
    stage.connect(0).connect(1).subscribe(1, "data/#").publish(0, "data/a", 3).disconnect(0);
    EXPECT_THAT(
        both.see(stage),
        ElementsAre("connected pump-0#1", "connected pump-1#1", "subscribed pump-1#1 data/#",
                    "published pump-0#1 data/a x3", "delivered pump-1#1 data/a x3",
                    "disconnected client-initiated pump-0#1"));
    EXPECT_FALSE(both.wire->states()[0].is_connected);
    EXPECT_TRUE(both.wire->states()[1].is_connected);
}

TEST(WireTransport, DeliversWhatTheCloudPublishesAndNothingElseOfIt) {
    Stage stage;
    Both both(stage);
    stage.connect(0).subscribe(0, "cmd/0").publish(stage.cloud, "cmd/0", 2);
    EXPECT_THAT(both.see(stage), ElementsAre("connected pump-0#1", "subscribed pump-0#1 cmd/0",
                                             "delivered pump-0#1 cmd/0 x2"));
}

TEST(WireTransport, DeliversOncePerMatchingSubscriptionAndToTheSenderItself) {
    Stage stage;
    Both both(stage);
    stage.connect(0).subscribe(0, "data/#").subscribe(0, "data/a").publish(0, "data/a", 1, 5, 5, 0);
    EXPECT_THAT(both.see(stage),
                ElementsAre("connected pump-0#1", "subscribed pump-0#1 data/#",
                            "subscribed pump-0#1 data/a", "published pump-0#1 data/a",
                            "delivered pump-0#1 data/a x2"));
}

TEST(WireTransport, DoesNotDeliverWhatMayNotBeReceived) {
    Stage stage;
    Both both(stage);
    stage.connect(0).subscribe(0, "#").publish(stage.cloud, "elsewhere");
    EXPECT_THAT(both.see(stage), ElementsAre("connected pump-0#1", "subscribed pump-0#1 #"));
}

TEST(WireTransport, JudgesCertificatesAtVirtualTime) {
    Stage stage;
    const auto expiring = stage.fleet().add_credential(
        {.k = 0, .generation = 1, .not_before = noon - 24h, .not_after = noon + 2h});
    const auto future = stage.fleet().add_credential(
        {.k = 1, .generation = 1, .not_before = noon + 2h, .not_after = noon + 48h});
    for (const auto credential : {expiring, future}) {
        auto& made = stage.fleet().credentials[credential];
        auto entry = stage.fleet().registered(made, noon - 24h);
        entry.policies = stage.fleet().inventory.certificates[0].policies;
        made.certificate = static_cast<std::uint32_t>(stage.fleet().inventory.certificates.size());
        stage.fleet().inventory.certificates.push_back(entry);
    }
    Both both(stage);
    stage.connect(0, expiring).connect(1, future).disconnect(0);
    EXPECT_THAT(both.see(stage),
                ElementsAre("connected pump-0#1", "refused certificate-not-yet-valid",
                            "disconnected client-initiated pump-0#1"));
    stage.at(noon + 2h - 1s).connect(0, expiring).disconnect(0).connect(0, expiring);
    stage.connect(1, future);
    EXPECT_THAT(both.see(stage),
                ElementsAre("connected pump-0#2", "disconnected client-initiated pump-0#2",
                            "refused certificate-expired", "connected pump-1#1"));
}

TEST(WireTransport, RefusesUnknownAuthoritiesAndUnregisteredCertificates) {
    Stage stage;
    const auto foreign = stage.fleet().add_credential({.k = 0,
                                                       .generation = 1,
                                                       .issuer = fleet::Credential::Issuer::foreign,
                                                       .not_before = noon - 24h,
                                                       .not_after = noon + 24h});
    const auto unregistered = stage.fleet().add_credential(
        {.k = 0, .generation = 2, .not_before = noon - 24h, .not_after = noon + 24h});
    Both both(stage);
    for (int n = 0; n < 5; ++n) stage.connect(0, foreign).connect(1, unregistered);
    const auto seen = both.see(stage);
    EXPECT_EQ(std::count(seen.begin(), seen.end(), "refused unknown-ca"), 5);
    EXPECT_EQ(std::count(seen.begin(), seen.end(), "refused certificate-not-active"), 5);
    EXPECT_EQ(seen.size(), 10U);
}

TEST(WireTransport, DeniesByPolicyAndKeepsTheConnection) {
    Stage stage;
    Both both(stage);
    const std::uint32_t strict = 4;
    stage.connect(0).publish(0, "forbidden", 3).subscribe(0, "secret").publish(0, "data/still");
    stage.connect(strict, 5);  // another device's certificate: its policy asks for the thing's own
    EXPECT_THAT(both.see(stage),
                ElementsAre("connected pump-0#1", "denied publish pump-0#1 forbidden x3",
                            "denied subscribe pump-0#1 secret", "published pump-0#1 data/still",
                            "denied connect strict-0"));
}

TEST(WireTransport, ATakeoverDisplacesTheOldSession) {
    Stage stage;
    Both both(stage);
    stage.connect(0).publish(0, "data/a").connect(stage.impostor, 1).publish(0, "data/void");
    stage.publish(stage.impostor, "data/b").connect(0);
    EXPECT_THAT(both.see(stage),
                ElementsAre("connected pump-0#1", "published pump-0#1 data/a",
                            "disconnected duplicate-client-id pump-0#1", "connected pump-0#2",
                            "published pump-0#2 data/b",
                            "disconnected duplicate-client-id pump-0#2", "connected pump-0#3"));
    EXPECT_EQ(both.wire->counts().actions_void, 1U);
}

TEST(WireTransport, TellsALostConnectionFromAClosedOne) {
    Stage stage;
    Both both(stage);
    stage.connect(0).connect(1).publish(0, "data/a", 50).disconnect(0, true).disconnect(1);
    stage.connect(0);
    EXPECT_THAT(
        both.see(stage),
        ElementsAre("connected pump-0#1", "connected pump-1#1", "published pump-0#1 data/a x50",
                    "disconnected connection-lost pump-0#1",
                    "disconnected client-initiated pump-1#1", "connected pump-0#2"));
}

TEST(WireTransport, ADeactivatedCertificateEndsItsConnectionsAndMayNotReturn) {
    Stage stage;
    Both both(stage);
    stage.connect(0).connect(1).deactivate(0).publish(1, "data/a").connect(0);
    EXPECT_THAT(both.see(stage),
                ElementsAre("connected pump-0#1", "connected pump-1#1",
                            "disconnected certificate-deactivated pump-0#1",
                            "published pump-1#1 data/a", "refused certificate-not-active"));
}

TEST(WireTransport, ClosesOnDenyWhenAsked) {
    Stage stage({.close_on_deny = true});
    Both both(stage);
    stage.connect(0).publish(0, "data/a").publish(0, "forbidden", 3).publish(0, "data/void");
    stage.connect(0).subscribe(0, "secret").publish(0, "data/b");
    EXPECT_THAT(both.see(stage),
                ElementsAre("connected pump-0#1", "published pump-0#1 data/a",
                            "denied publish pump-0#1 forbidden",
                            "disconnected policy-violation pump-0#1", "connected pump-0#2",
                            "denied subscribe pump-0#2 secret", "published pump-0#2 data/b"));
}

TEST(WireTransport, CarriesReportsAndTheLargestPayload) {
    Stage stage;
    Both both(stage);
    stage.connect(0).report(0, "$aws/things/pump-0/defender/metrics/json", R"({"hed":{}})");
    stage.publish(0, "data/large", 2, 131072, 131072).publish(0, "data/empty", 1, 0, 0);
    EXPECT_THAT(both.see(stage),
                ElementsAre("connected pump-0#1",
                            "report pump-0#1 $aws/things/pump-0/defender/metrics/json",
                            "published pump-0#1 data/large x2", "published pump-0#1 data/empty"));
}

TEST(WireTransport, CarriesALongTopic) {
    Stage stage;
    Both both(stage);
    const auto topic = "data/" + std::string(65000, 't');
    stage.connect(0).publish(0, topic);
    EXPECT_THAT(both.see(stage), ElementsAre("connected pump-0#1", "published pump-0#1 " + topic));
}

TEST(WireTransport, CarriesAFloodFromManyToOne) {
    Stage stage({}, 40);
    Both both(stage);
    for (std::uint32_t actor = 0; actor < 40; ++actor) stage.connect(actor);
    stage.subscribe(0, "data/#");
    for (std::uint32_t actor = 1; actor < 40; ++actor) {
        stage.publish(actor, "data/all", 200, 0, 50, actor % 2);
    }
    const auto seen = both.see(stage);
    EXPECT_THAT(seen, testing::Contains("delivered pump-0#1 data/all x7800"));
    EXPECT_EQ(both.wire->counts().messages_delivered, 7800U);
}

TEST(WireTransport, ConsultsRevocationListsOnlyWhenAsked) {
    for (const bool enforce_crl : {false, true}) {
        fleet::DefectDescription revoked{
            .kind = "revoked-device-certificate", .cohort = "pump", .count = 1};
        revoked.parameters.set("status", "ACTIVE");
        Stage stage({.enforce_crl = enforce_crl}, 4, {revoked});
        const auto device = stage.fleet().defects[0].devices[0];
        const std::string name = "pump-" + std::to_string(device);
        Both both(stage);
        stage.connect(device);
        EXPECT_THAT(both.see(stage), ElementsAre(enforce_crl ? "refused certificate-revoked"
                                                             : "connected " + name + "#1"));
    }
}

}  // namespace
}  // namespace sim
