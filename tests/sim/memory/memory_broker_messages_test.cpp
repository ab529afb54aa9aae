// What a broker does with messages and subscriptions; its connections are in memory_broker_test.
#include <fmt/format.h>

#include "tests/sim/memory/broker_fixture.hpp"

using namespace fleet;
using namespace sim;
using support::SmallWorld;
using support::world_start;

namespace {

const std::string everything = support::allowing("iot:*", "*");

}  // namespace

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
    const auto deaf =
        fmt::format(R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow",)"
                    R"("Action":["iot:Connect","iot:Subscribe"],"Resource":"*"}},)"
                    R"({{"Effect":"Allow","Action":"iot:Receive","Resource":"{}"}}]}})",
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
