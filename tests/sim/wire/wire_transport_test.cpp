// The wire against a real Mosquitto. Whatever is performed, the transport itself compares every
// event with the forecast and raises an Error otherwise; these tests say what must have been seen.
#include "sim/wire/wire_transport.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "fleet/base/error.hpp"
#include "sim/memory/memory_transport.hpp"
#include "sim/wire/device_fleet.hpp"
#include "sim/wire/stop.hpp"

namespace sim {
namespace {

using namespace std::chrono_literals;
using fleet::NameId;
using fleet::ObservationKind;
using fleet::Reason;
using scenarios::Action;
using scenarios::ActionKind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const auto noon = *fleet::parse_time("2018-08-06T12:00:00Z");

constexpr auto open_policy = R"({"Version":"2012-10-17","Statement":[
  {"Effect":"Allow","Action":["iot:Connect"],"Resource":"*"},
  {"Effect":"Allow","Action":"iot:Publish","Resource":[
    "arn:aws:iot:us-east-1:123456789012:topic/data/*",
    "arn:aws:iot:us-east-1:123456789012:topic/$aws/*"]},
  {"Effect":"Allow","Action":"iot:Subscribe","Resource":
    "arn:aws:iot:us-east-1:123456789012:topicfilter/*"},
  {"Effect":"Deny","Action":"iot:Subscribe","Resource":
    "arn:aws:iot:us-east-1:123456789012:topicfilter/secret"},
  {"Effect":"Allow","Action":"iot:Receive","Resource":[
    "arn:aws:iot:us-east-1:123456789012:topic/data/*",
    "arn:aws:iot:us-east-1:123456789012:topic/cmd/*"]}]})";

/// A pump cohort that may do most things, a strict one under the default policy, an impostor with
/// the first pump's name, and the cloud.
class Stage {
  public:
    explicit Stage(BrokerSettings settings = {}, std::uint32_t pumps = 4) {
        fleet::FleetDescription description;
        description.start = noon;
        description.duration = 24h;
        description.cohorts.push_back(
            {.name = "pump", .count = pumps, .policy_name = "open", .policy_document = open_policy});
        description.cohorts.push_back({.name = "strict", .count = 2});
        fleet_ = fleet::synthesise(description, 7);
        dictionary_.preload_things(fleet_.inventory);
        dictionary_.preload_certificates(fleet_.inventory);
        for (NameId thing = 0; thing < fleet_.inventory.things.size(); ++thing) {
            actors_.push_back({.client_id = thing});
        }
        impostor = static_cast<std::uint32_t>(actors_.size());
        actors_.push_back({.client_id = 0});
        cloud = static_cast<std::uint32_t>(actors_.size());
        actors_.push_back({.client_id = dictionary_.clients.intern("the cloud itself")});
        settings_ = settings;
    }

    World world() { return {fleet_, actors_, cloud, dictionary_, settings_}; }
    fleet::Fleet& fleet() { return fleet_; }
    fleet::Dictionary& names() { return dictionary_; }

    Stage& connect(std::uint32_t actor, std::uint32_t credential) {
        auto& action = add(actor, ActionKind::connect);
        action.credential = credential;
        action.address = dictionary_.addresses.intern("10.1.2." + std::to_string(actor % 250));
        return *this;
    }
    Stage& connect(std::uint32_t actor) { return connect(actor, actor); }
    Stage& publish(std::uint32_t actor, std::string_view topic, std::uint32_t times = 1,
                   std::uint32_t bytes_min = 10, std::uint32_t bytes_max = 20,
                   std::uint8_t qos = 1) {
        auto& action = add(actor, ActionKind::publish);
        action.topic = dictionary_.topics.intern(topic);
        action.times = times;
        action.bytes_min = bytes_min;
        action.bytes_max = bytes_max;
        action.size_seed = actions_.size();
        action.qos = qos;
        return *this;
    }
    Stage& report(std::uint32_t actor, std::string_view topic, std::string_view payload) {
        auto& action = add(actor, ActionKind::report);
        action.topic = dictionary_.topics.intern(topic);
        action.payload = dictionary_.payloads.intern(payload);
        return *this;
    }
    Stage& subscribe(std::uint32_t actor, std::string_view filter) {
        add(actor, ActionKind::subscribe).topic = dictionary_.topics.intern(filter);
        return *this;
    }
    Stage& disconnect(std::uint32_t actor, bool is_abrupt = false) {
        add(actor, ActionKind::disconnect).is_abrupt = is_abrupt;
        return *this;
    }
    Stage& deactivate(std::uint32_t certificate) {
        changes_.push_back({.time = now_ += 1s,
                            .kind = fleet::ChangeKind::certificate_status,
                            .subject = fleet_.inventory.certificates[certificate].id_hex(),
                            .value = "INACTIVE"});
        return *this;
    }
    Stage& at(fleet::Time time) {
        now_ = time - 1s;
        return *this;
    }

    /// Performs what was staged since the last time.
    std::vector<fleet::Observation> on(Transport& transport) {
        const auto begin = fleet::slot_start(now_);
        auto seen = transport.perform({begin, begin + fleet::slot_length, actions_, changes_});
        actions_.clear();
        changes_.clear();
        return seen;
    }
    /// Performs it over the wire and in memory, expects the same, and returns it in words.
    std::vector<std::string> on_both(Transport& wire, Transport& memory) {
        const auto actions = actions_;
        const auto changes = changes_;
        const auto seen = on(wire);
        const auto begin = fleet::slot_start(now_);
        EXPECT_EQ(seen, memory.perform({begin, begin + fleet::slot_length, actions, changes}));
        std::vector<std::string> words;
        for (const auto& one : seen) words.push_back(in_words(one));
        return words;
    }

    std::string in_words(const fleet::Observation& seen) const {
        std::string text(name_of(seen.kind));
        if (seen.reason != Reason::none) text += " " + std::string(name_of(seen.reason));
        if (seen.client_id != fleet::no_name) {
            text += " " + std::string(dictionary_.clients.text(seen.client_id));
        }
        if (seen.connection != 0) text += "#" + std::to_string(seen.connection);
        if (seen.topic != fleet::no_name) {
            text += " " + std::string(dictionary_.topics.text(seen.topic));
        }
        if (seen.count != 1) text += " x" + std::to_string(seen.count);
        return text;
    }

    std::uint32_t impostor = 0;
    std::uint32_t cloud = 0;

  private:
    Action& add(std::uint32_t actor, ActionKind kind) {
        actions_.push_back({.time = now_ += 1s, .actor = actor, .kind = kind});
        return actions_.back();
    }

    fleet::Fleet fleet_;
    fleet::Dictionary dictionary_;
    std::vector<scenarios::Actor> actors_;
    BrokerSettings settings_;
    std::vector<Action> actions_;
    std::vector<fleet::Change> changes_;
    fleet::Time now_ = noon;
};

WireSettings with_patience(std::chrono::milliseconds patience = 5s) {
    return {.tap = std::filesystem::path(FLEETDRILL_BINARY_DIR) / "fleetdrill_tap.so",
            .patience = patience};
}

struct Both {
    explicit Both(Stage& stage)
        : memory(stage.world()), wire(make_wire_transport(stage.world(), with_patience())) {}
    std::vector<std::string> see(Stage& stage) { return stage.on_both(*wire, memory); }
    MemoryTransport memory;
    std::unique_ptr<Transport> wire;
};

TEST(WireTransport, ConnectsPublishesAndDelivers) {
    Stage stage;
    Both both(stage);
    stage.connect(0).connect(1).subscribe(1, "data/#").publish(0, "data/a", 3).disconnect(0);
    EXPECT_THAT(both.see(stage),
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
    EXPECT_THAT(both.see(stage),
                ElementsAre("connected pump-0#1", "connected pump-1#1",
                            "published pump-0#1 data/a x50",
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

TEST(WireTransport, RefusesTopicsOfTheBrokerItself) {
    Stage stage;
    Both both(stage);
    stage.connect(0).publish(0, "$SYS/broker/load");
    EXPECT_THROW(stage.on(*both.wire), fleet::Error);
}

TEST(WireTransport, SaysHowManyClientsFit) {
    Stage stage;
    std::vector<scenarios::Actor> many(clients_max() + 1, {.client_id = 0});
    auto world = stage.world();
    world.actors = many;
    try {
        make_wire_transport(world, with_patience());
        FAIL() << "more clients than descriptors";
    } catch (const fleet::Error& error) {
        EXPECT_THAT(error.what(), HasSubstr(std::to_string(clients_max())));
    }
}

TEST(WireTransport, SaysWhereItLookedForTheTap) {
    Stage stage;
    EXPECT_THROW(make_wire_transport(stage.world(), {.tap = "/nowhere/tap.so"}), fleet::Error);
}

/// Processes whose parent is this one.
std::set<pid_t> children() {
    std::set<pid_t> found;
    std::ifstream file("/proc/self/task/" + std::to_string(getpid()) + "/children");
    for (pid_t child = 0; file >> child;) found.insert(child);
    return found;
}

std::set<std::string> broker_folders() {
    std::set<std::string> found;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::temp_directory_path())) {
        const auto name = entry.path().filename().string();
        if (name.starts_with("fleetdrill-broker-")) found.insert(name);
    }
    return found;
}

TEST(WireTransport, ABrokerKilledInTheMiddleIsAnErrorAndLeavesNothingBehind) {
    const auto folders_before = broker_folders();
    const auto children_before = children();
    Stage stage;
    {
        auto wire = make_wire_transport(stage.world(), with_patience());
        stage.connect(0);
        stage.on(*wire);
        const auto now = children();
        ASSERT_EQ(now.size(), children_before.size() + 1);
        for (const auto child : now) {
            if (!children_before.contains(child)) kill(child, SIGKILL);
        }
        stage.publish(0, "data/a");
        try {
            stage.on(*wire);
            FAIL() << "the broker is dead";
        } catch (const fleet::Error& error) {
            EXPECT_THAT(error.what(), HasSubstr("killed by signal 9"));
        }
    }
    EXPECT_EQ(children(), children_before);
    EXPECT_EQ(broker_folders(), folders_before);
}

TEST(WireTransport, LeavesNothingBehindWhenItIsDone) {
    const auto folders_before = broker_folders();
    const auto children_before = children();
    Stage stage;
    make_wire_transport(stage.world(), with_patience()).reset();
    EXPECT_EQ(children(), children_before);
    EXPECT_EQ(broker_folders(), folders_before);
}

TEST(WireTransport, AStoppedRunEndsWithAnErrorThatNamesTheSignal) {
    Stage stage;
    auto wire = make_wire_transport(stage.world(), with_patience());
    stop_on_signals();
    raise(SIGTERM);
    stage.connect(0);
    EXPECT_THROW(
        {
            for (;;) stage.connect(0).disconnect(0).on(*wire);
        },
        fleet::Error);
    stop_on_signals();  // forgets the signal, for tests that follow in this process
    signal(SIGTERM, SIG_DFL);
    signal(SIGINT, SIG_DFL);
}

}  // namespace
}  // namespace sim
