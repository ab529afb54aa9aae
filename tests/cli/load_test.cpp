// fleetdrill load over the real broker: what it counts is exact, what it is asked for happens, and
// it leaves nothing behind. How long anything takes is not asserted: the machine is shared.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "fleet/base/json.hpp"
#include "tests/cli/named_mosquitto.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace std::chrono_literals;
using support::fleetdrill;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

namespace {

constexpr auto fifty_pumps = R"({"seed": 5, "fleet": {"cohorts": [
{"name": "pumps", "count": 50, "traffic": [{"kind": "telemetry", "every": "500ms"}]}]}})";

class Load : public testing::Test {
  protected:
    Load() { folder.write("fifty/scenario.json", fifty_pumps); }

    std::vector<std::string> words(const std::vector<std::string>& options) const {
        std::vector<std::string> all{"load", (folder / "fifty").string()};
        all.insert(all.end(), options.begin(), options.end());
        if (std::ranges::find(options, "--for") == options.end())
            all.insert(all.end(), {"--for", "1s"});
        return all;
    }
    support::Outcome load(const std::vector<std::string>& options) const {
        return fleetdrill(words(options));
    }
    /// What it prints with --format json; it must have passed.
    fleet::Json measured(std::vector<std::string> options) const {
        options.insert(options.end(), {"--format", "json", "--quiet"});
        const auto outcome = load(options);
        EXPECT_EQ(outcome.status, 0) << outcome.err << outcome.out;
        EXPECT_EQ(outcome.err, "");
        return fleet::Json::parse(outcome.out, nullptr, false);
    }
    static fleet::Json phase(const fleet::Json& json, std::string_view name) {
        for (const auto& one : json["phases"]) {
            if (one["phase"] == name) return one;
        }
        ADD_FAILURE() << "there is no phase " << name;
        return {};
    }

    support::TemporaryFolder folder;
};

void expect_whole(const fleet::Json& json) {
    const auto& total = json["total"];
    EXPECT_EQ(json["connected"], 50);
    EXPECT_EQ(total["errors"], fleet::Json::object());
    // What was acknowledged the broker saw; of what was cut off in between nobody can know.
    EXPECT_GE(total["messagesSeen"], total["messagesAcknowledged"]);
    EXPECT_LE(total["messagesSeen"], total["messagesSent"]);
    EXPECT_EQ(total["messagesSent"].get<int>(),
              total["messagesAcknowledged"].get<int>() + total["messagesInterrupted"].get<int>());
}

}  // namespace

TEST_F(Load, ConnectsEverybodyAndLosesNoMessage) {
    const auto json = measured({"--rate", "20/s"});
    expect_whole(json);
    const auto& total = json["total"];
    EXPECT_EQ(total["connects"], 50);
    EXPECT_EQ(total["resumed"], 0);
    EXPECT_EQ(total["messagesInterrupted"], 0);
    EXPECT_EQ(total["messagesDenied"], 0);
    EXPECT_GT(total["messagesSent"], 0);
    EXPECT_EQ(total["messagesSeen"], total["messagesSent"]);
    EXPECT_EQ(total["engine"]["count"], total["messagesSent"]);
    EXPECT_EQ(total["acknowledge"]["count"], total["messagesSent"]);
    EXPECT_EQ(total["connect"]["count"], 50);
    EXPECT_EQ(total["observations"].get<int>(), 50 + total["messagesSent"].get<int>());
    EXPECT_EQ(json["phases"].size(), 2U);
}

TEST_F(Load, HasTheTrafficOfTheScenarioUnlessToldOtherwise) {
    const auto json = measured({});
    EXPECT_TRUE(json["plan"]["messagesPerSecondPerDevice"].is_null());
    EXPECT_GE(json["total"]["messagesSent"], 50) << "one every half second";
    EXPECT_LE(json["total"]["messagesSent"].get<int>() + json["total"]["messagesUnsent"].get<int>(),
              150);
    EXPECT_EQ(measured({"--rate", "0"})["total"]["messagesSent"], 0);
}

TEST_F(Load, AStormBringsEverybodyBackWithFullHandshakes) {
    const auto json = measured({"--storm", "20"});
    expect_whole(json);
    const auto storm = phase(json, "storm");
    EXPECT_EQ(storm["cutOff"], 20);
    EXPECT_EQ(storm["connects"], 20);
    EXPECT_EQ(storm["resumed"], 0);
}

TEST_F(Load, AStormWithResumptionResumesEveryTlsSession) {
    const auto json = measured({"--storm", "50%", "--resume", "--require", "storm.resumed>=100%"});
    expect_whole(json);
    const auto storm = phase(json, "storm");
    EXPECT_EQ(storm["cutOff"], 25);
    EXPECT_EQ(storm["connects"], 25);
    EXPECT_EQ(storm["resumed"], 25);
    EXPECT_EQ(json["total"]["resumed"], 25) << "the ramp has nothing to resume";
}

TEST_F(Load, EverybodyComesBackAfterARestartOfTheBroker) {
    const auto json = measured({"--restart-broker", "--rate", "10/s", "--require",
                                "devices.connected>=100%", "--require", "restart.duration<60s"});
    expect_whole(json);
    const auto restart = phase(json, "restart");
    EXPECT_EQ(restart["cutOff"], 50);
    EXPECT_EQ(restart["connects"], 50);
    ASSERT_EQ(json["phases"].size(), 4U) << "ramp, steady, restart, steady";
    EXPECT_GT(json["phases"][3]["messagesSeen"], 0) << "traffic goes on";
}

TEST_F(Load, AMissedObjectiveExitsWithOne) {
    const auto outcome = load({"--require", "connect.p99<1us", "--require", "errors<=0"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.out, HasSubstr("MISS  connect.p99<1us: measured "));
    EXPECT_THAT(outcome.out, HasSubstr("ok    errors<=0: measured 0"));
}

TEST_F(Load, WritesItsResultsWholeAndAgain) {
    const auto out = folder / "out";
    for (int n = 0; n < 2; ++n) ASSERT_EQ(load({"--out", out.string()}).status, 0);
    const auto json = fleet::read_json(out / "load.json");
    const auto schema = fleet::read_json(FLEETDRILL_SOURCE_DIR "/docs/schemas/load.schema.json");
    EXPECT_EQ(support::violation_of(json.root(), schema.root()), "");
    EXPECT_EQ(json.root()["scenario"], "fifty");
    EXPECT_EQ(json.root()["seed"], 5);
    EXPECT_THAT(fleet::read_file(out / "load.prom"),
                HasSubstr("fleetdrill_load_connected{scenario=\"fifty\"} 50\n"));
    EXPECT_EQ(std::distance(fs::directory_iterator(out), {}), 2);
}

TEST_F(Load, PrintsForPrometheus) {
    const auto outcome = load({"--format", "prometheus", "--quiet"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr("\nfleetdrill_load_devices{scenario=\"fifty\"} 50\n"));
}

TEST_F(Load, WhatCannotRunIsRefusedBeforeAnythingStarts) {
    const auto ca = folder.write("ca.pem", "nothing").string();
    const std::vector<std::pair<std::vector<std::string>, std::string>> slips{
        {{"--require", "conect.p99<2s"}, "did you mean \"connect.p99\"?"},
        {{"--require", "reconnect.p99<2s"}, "needs --storm"},
        {{"--ramp", "fast"}, "--ramp: expected a rate"},
        {{"--ramp", "0"}, "--ramp: expected a rate"},
        {{"--rate", "-1"}, "--rate: expected a rate"},
        {{"--rate", "nan"}, "--rate: expected a rate"},
        {{"--for", "soon"}, "--for: expected a duration"},
        {{"--for", "-1s"}, "--for: expected a duration"},
        {{"--storm", "51"}, "1 … 50 devices"},
        {{"--storm", "101%"}, "1 … 50 devices"},
        {{"--resume"}, "there is no --storm"},
        {{"--format", "xml"}, "--format: expected text, json, prometheus"},
        {{"--ca", ca}, "there is no --broker"},
        {{"--broker", "mqtts://localhost"}, "--ca FILE is missing"},
        {{"--broker", "tcp://localhost", "--ca", ca}, "only MQTT over TLS"},
        {{"--broker", "mqtts://localhost", "--ca", ca, "--restart-broker"}, "--restart-broker"},
        {{"--broker", "mqtts://localhost", "--ca", ca, "--require", "lag.p99<1s"}, "no tap"},
        {{"--broker", "mqtts://localhost", "--ca", "/nowhere"}, "/nowhere"},
        {{"--broker", "mqtts://localhost", "--ca", ca}, "no CA"},
        {{"--devices", "4000000"}, "4000000 devices do not fit this machine"},
        {{"--out", folder.path().string()}, "is not empty"}};
    for (const auto& [options, message] : slips) {
        const auto outcome = load(options);
        EXPECT_EQ(outcome.status, 2) << message;
        EXPECT_EQ(outcome.out, "") << message;
        EXPECT_THAT(outcome.err, HasSubstr(message));
    }
}

TEST_F(Load, TellsHowItGoesInLinesWhereNobodyWatches) {
    const auto outcome = load({"--for", "6s"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.err, AllOf(HasSubstr("50/50 connected"), Not(HasSubstr("\033"))));
}

TEST_F(Load, OverANamedBrokerTellsWhatClientsSee) {
    const cli_test::NamedMosquitto broker(folder.path() / "fifty");
    const std::vector<std::string> options{
        "--broker", fmt::format("mqtts://localhost:{}", broker.port()),
        "--ca",     broker.ca(),
        "--set",    "start=" + broker.start(),
        "--rate",   "10/s",
        "--storm",  "10"};
    const auto json = measured(options);
    EXPECT_TRUE(json["clientSideOnly"].get<bool>());
    EXPECT_EQ(json["connected"], 50);
    EXPECT_EQ(json["total"]["connects"], 60);
    EXPECT_EQ(json["total"]["errors"], fleet::Json::object());
    EXPECT_GT(json["total"]["messagesAcknowledged"], 0);
    EXPECT_FALSE(json["total"].contains("messagesSeen"));
    const auto text = load(options);
    EXPECT_EQ(text.status, 0);
    EXPECT_THAT(text.out, HasSubstr("client-side figures only"));
}

TEST_F(Load, TrustsNoBrokerWhoseCertificateIsForAnotherName) {
    const cli_test::NamedMosquitto broker(folder.path() / "fifty", "127.0.0.2");
    const auto outcome =
        load({"--broker", fmt::format("mqtts://127.0.0.2:{}", broker.port()), "--ca", broker.ca(),
              "--set", "start=" + broker.start(), "--devices", "2"});
    EXPECT_EQ(outcome.status, 2) << "its certificate is for localhost and 127.0.0.1";
    EXPECT_THAT(outcome.err,
                HasSubstr(fmt::format("not one of 2 devices could connect to mqtts://127.0.0.2:{}",
                                      broker.port())));
}

TEST_F(Load, AnInterruptTellsWhatWasMeasuredAndLeavesNothing) {
    fs::create_directory(folder / "tmp");
    const auto out = folder / "runs" / "out";
    cli_test::Started started(words({"--for", "10m", "--out", out.string()}), folder.path());
    const auto broker = started.await_child("(mosquitto)");
    ASSERT_GT(broker, 0) << folder.read("err");
    std::this_thread::sleep_for(2s);
    kill(started.process(), SIGINT);
    EXPECT_EQ(started.status(), 2);
    EXPECT_THAT(folder.read("err"), HasSubstr("stopped by SIGINT"));
    EXPECT_THAT(folder.read("out"), HasSubstr("devices over a private Mosquitto"));
    EXPECT_TRUE(fs::is_empty(folder / "tmp"));
    EXPECT_FALSE(fs::exists(out));
    EXPECT_TRUE(fs::is_empty(folder / "runs"));
    EXPECT_EQ(kill(broker, 0), -1) << "the broker lives on";
}

TEST_F(Load, ABrokerThatDiesUnaskedIsNamed) {
    fs::create_directory(folder / "tmp");
    cli_test::Started started(words({"--for", "10m"}), folder.path());
    const auto broker = started.await_child("(mosquitto)");
    ASSERT_GT(broker, 0) << folder.read("err");
    std::this_thread::sleep_for(1s);
    kill(broker, SIGKILL);
    EXPECT_EQ(started.status(), 2);
    EXPECT_THAT(folder.read("err"), HasSubstr("the broker was killed by signal 9"));
    EXPECT_TRUE(fs::is_empty(folder / "tmp"));
}
