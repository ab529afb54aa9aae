// What becomes of the reports of devices: answers, datapoints, alarms.
#include "engine/detect/reported.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/engine/detect/watch.hpp"

using namespace support;
using fleet::ReportEncoding;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using Texts = std::vector<std::string>;

namespace {

/// A right report of this number with these members of metrics.
std::string report(unsigned id, std::string_view metrics = "", std::string_view custom = "") {
    return fmt::format(
        R"({{"header": {{"report_id": {}, "version": "1.0"}}, "metrics": {{{}}}{}}})", id, metrics,
        custom.empty() ? "" : fmt::format(R"(, "custom_metrics": {{{}}})", custom));
}
std::string sent_bytes(unsigned count) {
    return fmt::format(R"("network_stats": {{"bytes_out": {}}})", count);
}
std::string tcp_ports(std::string_view ports) {
    return fmt::format(R"("listening_tcp_ports": {{"ports": [{}]}})", ports);
}
/// pump-1 reports `payload`.
Seen tells(std::string payload, std::string client = "pump-1") {
    return reports(std::move(client)).telling(std::move(payload));
}

class ReportWatch : public Watch {
  public:
    explicit ReportWatch(const std::string& behaviors = {}) {
        if (!behaviors.empty()) profile(behaviors);
    }
    /// What is answered to a slot's reports, as "TOPIC STATUS CODE".
    Texts answers(const std::vector<Seen>& seen) {
        slot(seen);
        Texts texts;
        for (const auto& reply : detect.take_replies()) {
            const auto json = fleet::Json::parse(reply.payload);
            auto text = reply.topic.substr(std::string("$aws/things/").size());
            text += " " + json.at("status").get<std::string>();
            if (json.contains("statusDetails"))
                text += " " + json["statusDetails"].at("ErrorCode").get<std::string>();
            texts.push_back(text);
        }
        return texts;
    }
};

const auto accepted = "pump-1/defender/metrics/json/accepted ACCEPTED";
const auto malformed = "pump-1/defender/metrics/json/rejected REJECTED InvalidPayload";
const auto throttled = "pump-1/defender/metrics/json/rejected REJECTED Throttled";

std::string at_most(std::string_view metric, unsigned limit,
                    std::string_view more = R"("durationSeconds": 300)") {
    return rule(metric, "less-than-equals", fmt::format(R"({{"count": {}}})", limit), more);
}

}  // namespace

TEST(Report, IsAnsweredWhereItCameFrom) {
    ReportWatch watch;
    watch.slot({tells(report(7)).at(10s), tells("nonsense", "pump-2")});
    const auto replies = watch.detect.take_replies();
    ASSERT_EQ(replies.size(), 2U);
    EXPECT_EQ(replies[0].topic, "$aws/things/pump-1/defender/metrics/json/accepted");
    EXPECT_EQ(replies[0].payload, R"({"thingName":"pump-1","reportId":7,"status":"ACCEPTED",)"
                                  R"("timestamp":1533513610000})");
    EXPECT_EQ(replies[1].topic, "$aws/things/pump-2/defender/metrics/json/rejected");
    EXPECT_EQ(replies[1].payload,
              R"({"thingName":"pump-2","status":"REJECTED","statusDetails":)"
              R"({"ErrorCode":"InvalidPayload","ErrorMessage":"Malformed metrics report"},)"
              R"("timestamp":1533513600000})");
    EXPECT_THAT(watch.detect.take_replies(), IsEmpty()) << "once";
}

TEST(Report, InCborIsAnsweredInCbor) {
    ReportWatch watch;
    std::string bytes;
    fleet::Json::to_cbor(fleet::Json::parse(report(7)), bytes);
    watch.slot({tells(bytes).to("$aws/things/pump-1/defender/metrics/cbor")});
    const auto replies = watch.detect.take_replies();
    ASSERT_EQ(replies.size(), 1U);
    EXPECT_EQ(replies[0].topic, "$aws/things/pump-1/defender/metrics/cbor/accepted");
    const auto reply = fleet::Json::from_cbor(replies[0].payload);
    EXPECT_EQ(reply.at("status"), "ACCEPTED");
    EXPECT_EQ(reply.at("reportId"), 7);
}

TEST(Report, SoonerThanFiveMinutesAfterTheLastIsThrottled) {
    ReportWatch watch;
    EXPECT_THAT(watch.answers({tells(report(1)).at(0s), tells(report(2)).at(289'999ms)}),
                ElementsAre(accepted, throttled));
    EXPECT_THAT(watch.answers({tells(report(3)).at(1s)}), ElementsAre(accepted))
        << "what was throttled does not count";
    EXPECT_THAT(watch.answers({tells(report(4)).at(0s)}), ElementsAre(accepted)) << "299 s later";
    EXPECT_EQ(watch.detect.report_counts(),
              (engine::ReportCounts{.accepted = 3, .malformed = 0, .throttled = 1, .repeated = 0}));
}

TEST(Report, IsNeverThrottledWhereThereIsNoMinimumDelay) {
    ReportWatch watch;
    watch.detect.set({.reports = {.minimum_delay = fleet::Duration{}}});
    EXPECT_THAT(watch.answers({tells(report(1)).at(0s), tells(report(2)).at(1s)}),
                ElementsAre(accepted, accepted));
}

TEST(Report, SentTwiceIsAcceptedTwiceAndCountedOnce) {
    ReportWatch watch(at_most("aws:all-bytes-out", 150));
    EXPECT_THAT(watch.answers({tells(report(1, sent_bytes(100))).at(0s),
                               tells(report(1, sent_bytes(100))).at(1s)}),
                ElementsAre(accepted, accepted));
    EXPECT_THAT(watch.events, IsEmpty());
    EXPECT_EQ(watch.detect.report_counts().repeated, 1U);
}

TEST(Report, WithAFallingIdIsTakenUnlessIdsMustRise) {
    ReportWatch watch;
    EXPECT_THAT(watch.answers({tells(report(9))}), ElementsAre(accepted));
    EXPECT_THAT(watch.answers({tells(report(8))}), ElementsAre(accepted));
    watch.detect.set({.reports = {.needs_rising_ids = true}});
    EXPECT_THAT(watch.answers({tells(report(7))}), ElementsAre(malformed));
    EXPECT_THAT(watch.answers({tells(report(10))}), ElementsAre(accepted));
}

TEST(Report, OfANameThatNoThingMayHaveIsRefused) {
    ReportWatch watch;
    const auto topic = [](const std::string& name) {
        return "$aws/things/" + name + "/defender/metrics/json";
    };
    EXPECT_THAT(watch.answers({tells(report(1)).to(topic(std::string(128, 'x')))}),
                ElementsAre(std::string(128, 'x') + "/defender/metrics/json/accepted ACCEPTED"));
    EXPECT_THAT(watch.answers({tells(report(1)).to(topic(std::string(129, 'x')))}),
                ElementsAre(std::string(129, 'x') +
                            "/defender/metrics/json/rejected REJECTED InvalidPayload"));
    EXPECT_THAT(watch.answers({tells(report(1)).to("$aws/things/pump-1/defender/metrics/xml"),
                               tells(report(1)).to("$aws/things//defender/metrics/json"),
                               tells(report(1)).to("")}),
                IsEmpty())
        << "nobody listens there";
}

TEST(Report, OfANameWithAControlCharacterIsRefused) {
    ReportWatch watch;
    for (const std::string name : {"a\x01", "\x7F", "a\xC2\x80", "\xC2\x9F"})
        EXPECT_THAT(
            watch.answers({tells(report(1)).to("$aws/things/" + name + "/defender/metrics/json")}),
            ElementsAre(name + "/defender/metrics/json/rejected REJECTED InvalidPayload"));
    EXPECT_THAT(
        watch.answers({tells(report(1)).to("$aws/things/caf\xC3\xA9/defender/metrics/json")}),
        ElementsAre("caf\xC3\xA9/defender/metrics/json/accepted ACCEPTED"));
}

TEST(Report, ThatCameBeforeItsProfileIsNotJudged) {
    ReportWatch watch;
    watch.now += 60s;
    watch.profile(at_most("aws:all-bytes-out", 10));
    watch.now -= 60s;
    EXPECT_EQ(watch.slot({tells(report(1, sent_bytes(11))).at(59s),
                          tells(report(2, sent_bytes(12)), "pump-2").at(60s)}),
              Texts{"pump-2 in-alarm 12"});
}

TEST(Report, IsOfTheThingThatTheTopicNames) {
    ReportWatch watch(at_most("aws:all-bytes-out", 10));
    EXPECT_EQ(
        watch.slot(
            {tells(report(1, sent_bytes(11))).to("$aws/things/pump-2/defender/metrics/json")}),
        Texts{"pump-2 in-alarm 11"});
}

TEST(Report, IsJudgedWhenItIsReceived) {
    ReportWatch watch(at_most("aws:all-bytes-out", 10));
    EXPECT_EQ(watch.slot({tells(report(1, sent_bytes(10))).at(5s)}), none());
    EXPECT_EQ(watch.slot({tells(report(2, sent_bytes(11))).at(7s)}), Texts{"pump-1 in-alarm 11"});
    EXPECT_EQ(watch.events.back().time, watch.now - fleet::slot_length + 7s);
    EXPECT_EQ(watch.slot({connects("pump-1")}), none()) << "no report, no datapoint";
    EXPECT_EQ(watch.slot({tells(report(3)).at(7s)}), none()) << "it tells nothing of it";
    EXPECT_EQ(watch.slot({tells(report(4, sent_bytes(0))).at(9s)}),
              Texts{"pump-1 alarm-cleared 0"});
}

TEST(Report, OfAThrottledOrMalformedReportNothingIsJudged) {
    ReportWatch watch(at_most("aws:all-bytes-out", 10));
    EXPECT_EQ(watch.slot({tells(report(1, sent_bytes(1))).at(0s),
                          tells(report(2, sent_bytes(11))).at(60s)}),
              none());
    EXPECT_EQ(watch.slot({tells(report(3, sent_bytes(11)) + "}").at(60s)}), none());
}

TEST(Report, TwoOfOneSlotAreTwoDatapoints) {
    ReportWatch watch(at_most("aws:all-bytes-out", 10,
                              R"("durationSeconds": 300, "consecutiveDatapointsToAlarm": 2)"));
    EXPECT_EQ(watch.slot({tells(report(1, sent_bytes(11))).at(0s),
                          tells(report(2, sent_bytes(12))).at(295s)}),
              Texts{"pump-1 in-alarm 23"})
        << "the second one's window of five minutes holds both";
    ReportWatch cleared(at_most("aws:all-bytes-out", 10));
    EXPECT_EQ(cleared.slot({tells(report(1, sent_bytes(11))).at(0s),
                            tells(report(2, R"("network_stats": {"bytes_out": 0})")).at(299s)}),
              Texts{"pump-1 in-alarm 11"})
        << "11 and 0 are 11 still";
}

TEST(Report, ADeltaIsSummedOverItsWindowOnceThatIsFull) {
    ReportWatch watch(at_most("aws:all-bytes-out", 25, R"("durationSeconds": 900)"));
    EXPECT_EQ(watch.slot({tells(report(1, sent_bytes(30)))}), none()) << "a third of the window";
    EXPECT_EQ(watch.slot({tells(report(2, sent_bytes(10)))}), none());
    EXPECT_EQ(watch.slot({tells(report(3, sent_bytes(10)))}), Texts{"pump-1 in-alarm 50"});
    EXPECT_EQ(watch.slot({tells(report(4, sent_bytes(5)))}), Texts{"pump-1 alarm-cleared 25"})
        << "10 + 10 + 5; the first one is out of it";
}

TEST(Report, ANumberOfPortsOrConnectionsIsTheLatestWhateverTheWindow) {
    ReportWatch watch(at_most("aws:num-listening-tcp-ports", 1, R"("durationSeconds": 900)"));
    EXPECT_EQ(watch.slot({tells(report(1, tcp_ports(R"({"port": 22}, {"port": 23})")))}),
              Texts{"pump-1 in-alarm 2"});
    EXPECT_EQ(watch.slot({tells(report(2, tcp_ports(R"({"port": 22})")))}),
              Texts{"pump-1 alarm-cleared 1"});
    ReportWatch connections(at_most("aws:num-established-tcp-connections", 7));
    EXPECT_EQ(connections.slot({tells(
                  report(1, R"("tcp_connections": {"established_connections": {"total": 8}})"))}),
              Texts{"pump-1 in-alarm 8"});
    ReportWatch udp(at_most("aws:num-listening-udp-ports", 0));
    EXPECT_EQ(udp.slot({tells(report(1, R"("listening_udp_ports": {"ports": [{"port": 53}]})"))}),
              Texts{"pump-1 in-alarm 1"});
}

TEST(Report, EveryDeltaHasItsMetric) {
    for (const auto& [metric, key] :
         {std::pair("aws:all-bytes-in", "bytes_in"), std::pair("aws:all-bytes-out", "bytes_out"),
          std::pair("aws:all-packets-in", "packets_in"),
          std::pair("aws:all-packets-out", "packets_out")}) {
        ReportWatch watch(at_most(metric, 4));
        EXPECT_EQ(
            watch.slot({tells(report(1, fmt::format(R"("network_stats": {{"{}": 5}})", key)))}),
            Texts{"pump-1 in-alarm 5"})
            << metric;
        EXPECT_EQ(
            watch.slot({tells(report(2, fmt::format(R"("network_stats": {{"{}": 4}})", key)))}),
            Texts{"pump-1 alarm-cleared 4"})
            << metric;
    }
}

TEST(Report, PortsAreNormalWhereAllOfThemAreInTheSet) {
    ReportWatch watch(
        rule("aws:listening-tcp-ports", "in-port-set", R"({"ports": [22, 443]})", ""));
    EXPECT_EQ(watch.slot({tells(report(1, tcp_ports(R"({"port": 22})")))}), none());
    EXPECT_EQ(watch.slot({tells(report(2, tcp_ports(R"({"port": 443}, {"port": 4444})")))}),
              Texts{"pump-1 in-alarm 443 4444"});
    EXPECT_EQ(watch.slot({tells(report(3))}), none()) << "a list that is left out tells nothing";
    EXPECT_EQ(watch.slot({tells(report(4, tcp_ports("")))}), Texts{"pump-1 alarm-cleared"})
        << "an empty list always conforms";
    ReportWatch none_of(
        rule("aws:listening-udp-ports", "not-in-port-set", R"({"ports": [23]})", ""));
    EXPECT_EQ(
        none_of.slot({tells(report(1, R"("listening_udp_ports": {"ports": [{"port": 53}]})"))}),
        none());
    EXPECT_EQ(none_of.slot({tells(
                  report(2, R"("listening_udp_ports": {"ports": [{"port": 53}, {"port": 23}]})"))}),
              Texts{"pump-1 in-alarm 53 23"});
}

TEST(Report, DestinationsAreNormalWhereAllOfThemAreInTheNetworks) {
    const auto peers = [](std::string_view peer) {
        return fmt::format(
            R"("tcp_connections": {{"established_connections": {{"connections":
               [{{"remote_addr": "10.1.2.3:8883"}}, {{"remote_addr": "{}"}}]}}}})",
            peer);
    };
    ReportWatch watch(
        rule("aws:destination-ip-addresses", "in-cidr-set", R"({"cidrs": ["10.0.0.0/8"]})", ""));
    EXPECT_EQ(watch.slot({tells(report(1, peers("10.255.255.255:80")))}), none());
    EXPECT_EQ(watch.slot({tells(report(2, peers("11.0.0.0:80")))}),
              Texts{"pump-1 in-alarm 10.1.2.3 11.0.0.0"});
    EXPECT_EQ(watch.slot({tells(report(3, peers("[::1]:80")))}), none()) << "still in alarm";
    EXPECT_EQ(watch.slot({tells(report(4, peers("10.0.0.0:80")))}),
              Texts{"pump-1 alarm-cleared 10.1.2.3 10.0.0.0"});
}

TEST(Report, IsASignOfLifeForTwoDays) {
    ReportWatch watch(at_most("aws:all-bytes-out", 10));
    EXPECT_EQ(watch.slot({tells(report(1, sent_bytes(11)))}), Texts{"pump-1 in-alarm 11"});
    for (unsigned day = 0; day < 4; ++day) {
        EXPECT_EQ(watch.idle(287), none());
        EXPECT_EQ(watch.slot({tells(report(2 + day))}), none());
    }
    EXPECT_EQ(watch.idle(600), Texts{"pump-1 alarm-invalidated"});
}

TEST(Report, OfTheFleetIsComparedAtTheEndOfTheSlot) {
    ReportWatch watch(
        R"([{"name": "Rule", "metric": "aws:all-bytes-out", "criteria": {"comparisonOperator":
            "less-than-equals", "durationSeconds": 300,
            "statisticalThreshold": {"statistic": "p50"}}}])");
    const auto told = [](unsigned id, const std::vector<unsigned>& bytes) {
        std::vector<Seen> seen;
        for (std::size_t i = 0; i < bytes.size(); ++i)
            seen.push_back(
                tells(report(id, sent_bytes(bytes[i])), fmt::format("pump-{}", i + 1)).at(3s));
        return seen;
    };
    EXPECT_EQ(watch.slot(told(1, {10, 20, 30, 40})),
              (Texts{"pump-3 in-alarm 30", "pump-4 in-alarm 40"}))
        << "half of them told at most 20";
    for (const auto& event : watch.events) EXPECT_EQ(event.time, watch.now);
    EXPECT_EQ(watch.slot(told(2, {50})), none()) << "one alone is compared with nobody";
    EXPECT_THAT(watch.slot(told(3, {10, 20, 10, 10})),
                UnorderedElementsAre("pump-2 in-alarm 20", "pump-3 alarm-cleared 10",
                                     "pump-4 alarm-cleared 10"));
}

TEST(Report, CustomMetricsOfAllFourTypesAreJudged) {
    ReportWatch watch;
    watch.definitions.custom_metrics = {{"free", engine::CustomMetricType::number},
                                        {"zones", engine::CustomMetricType::number_list},
                                        {"jobs", engine::CustomMetricType::string_list},
                                        {"peers", engine::CustomMetricType::ip_address_list}};
    watch.profile(rule("free", "greater-than", R"({"number": -2.5})"), {"all/things"}, "a");
    watch.profile(rule("zones", "in-set", R"({"numbers": [1, 2.5]})", ""), {"all/things"}, "b");
    watch.profile(rule("jobs", "not-in-set", R"({"strings": ["miner"]})", ""), {"all/things"}, "c");
    watch.profile(rule("peers", "in-cidr-set", R"({"cidrs": ["10.0.0.0/8"]})", ""), {"all/things"},
                  "d");
    EXPECT_EQ(watch.slot({tells(report(1, "", R"("free": [{"number": -2.4}],
                  "zones": [{"number_list": [2.5, 1]}], "jobs": [{"string_list": ["idle"]}],
                  "peers": [{"ip_list": ["10.0.0.1"]}])"))}),
              none());
    EXPECT_THAT(watch.slot({tells(report(2, "", R"("free": [{"number": -2.5}],
                  "zones": [{"number_list": [2.5, 3]}], "jobs": [{"string_list": ["miner"]}],
                  "peers": [{"ip_list": ["11.0.0.1"]}])"))}),
                UnorderedElementsAre("pump-1 in-alarm -2.5", "pump-1 in-alarm 2.5 3",
                                     "pump-1 in-alarm miner", "pump-1 in-alarm 11.0.0.1"));
    EXPECT_THAT(watch.slot({tells(report(3, "", R"("free": [{"number_list": [7]}],
                  "zones": [{"number_list": []}], "jobs": [{"string_list": []}],
                  "peers": [{"ip_list": ["no address"]}])"))}),
                UnorderedElementsAre("pump-1 alarm-cleared", "pump-1 alarm-cleared"))
        << "another type than defined, or no addresses, are not kept";
}

TEST(Report, ACustomNumberIsComparedWithTheFleet) {
    ReportWatch watch;
    watch.definitions.custom_metrics = {{"load", engine::CustomMetricType::number}};
    watch.profile(
        R"([{"name": "Rule", "metric": "load", "criteria": {
            "comparisonOperator": "less-than-equals",
            "durationSeconds": 300, "statisticalThreshold": {"statistic": "p50"}}}])");
    const auto told = [](unsigned id, double one, double other) {
        const auto load = [&](double number) {
            return report(id, "", fmt::format(R"("load": [{{"number": {}}}])", number));
        };
        return std::vector{tells(load(one), "pump-1"), tells(load(other), "pump-2")};
    };
    EXPECT_EQ(watch.slot(told(1, 0.5, 0.75)), Texts{"pump-2 in-alarm 0.75"});
    EXPECT_EQ(watch.slot(told(2, -0.5, 0.25)), none())
        << "of what is negative there is no percentile";
    EXPECT_EQ(watch.slot(told(3, 0.5, 0.5)), Texts{"pump-2 alarm-cleared 0.5"});
}

TEST(Report, OfAThingThatNobodyCoversIsAnsweredAndNotJudged) {
    ReportWatch watch;
    watch.profile(at_most("aws:all-bytes-out", 10), {"all/unregistered-things"});
    EXPECT_EQ(watch.slot({tells(report(1, sent_bytes(11)))}), none());
    EXPECT_EQ(watch.slot({tells(report(1, sent_bytes(11)), "stranger")}),
              Texts{"stranger in-alarm 11"});
    EXPECT_EQ(watch.detect.report_counts().accepted, 2U);
}
