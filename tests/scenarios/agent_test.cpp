// When agents report, and what.
#include "scenarios/agent.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"
#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using fleet::Json;
using scenarios::CountRange;
using scenarios::parse_count_range;
using testing::Each;
using testing::ElementsAre;
using testing::SizeIs;

namespace {

/// One pump for an hour, whose agent is `agent`.
PlayedScenario played(const scenarios::AgentDescription& agent,
                      std::vector<scenarios::TimelineEntry> timeline = {}) {
    return PlayedScenario({.pumps = 1, .timeline = std::move(timeline), .agent = agent});
}

std::vector<Json> reports_of(const PlayedScenario& run) {
    std::vector<Json> reports;
    for (const auto& report : run.reports) reports.push_back(Json::parse(report.payload));
    return reports;
}

/// What the reports say at this place.
std::vector<Json> told(const std::vector<Json>& reports, const std::string& pointer) {
    std::vector<Json> values;
    for (const auto& report : reports) {
        const Json::json_pointer at(pointer);
        values.push_back(report.contains(at) ? report.at(at) : Json());
    }
    return values;
}

constexpr auto bytes_out = "/metrics/network_stats/bytes_out";

}  // namespace

TEST(CountRange, IsANumberOrTwo) {
    EXPECT_EQ(parse_count_range("7"), (CountRange{7, 7}));
    EXPECT_EQ(parse_count_range("0..1000000000000000"), (CountRange{0, 1'000'000'000'000'000}));
    for (const auto* wrong : {"", "..", "7..", "..7", "8..7", "-1", "1.5", "1000000000000001", "x"})
        EXPECT_FALSE(parse_count_range(wrong)) << wrong;
}

TEST(Agent, ReportsEveryFiveMinutesAtAMomentOfItsOwn) {
    const auto run = played(usual_agent());
    ASSERT_THAT(run.reports, SizeIs(12));
    for (std::size_t i = 1; i < run.reports.size(); ++i)
        EXPECT_EQ(run.reports[i].after - run.reports[i - 1].after, 5min);
    EXPECT_EQ(run.reports[0].topic, "$aws/things/pumps-0/defender/metrics/json");
    const PlayedScenario two({.pumps = 2, .agent = usual_agent()});
    EXPECT_NE(two.reports.front().after % 5min, two.reports.back().after % 5min);
}

TEST(Agent, TellsWhatADeviceIsLike) {
    const auto reports = reports_of(played(usual_agent()));
    EXPECT_THAT(told(reports, "/metrics/listening_tcp_ports"),
                Each(Json::parse(R"({"ports": [{"port": 22}], "total": 1})")));
    EXPECT_THAT(told(reports, "/metrics/listening_udp_ports"),
                Each(Json::parse(R"({"ports": [], "total": 0})")));
    EXPECT_THAT(told(reports, "/metrics/tcp_connections/established_connections"),
                Each(Json::parse(
                    R"({"connections": [{"remote_addr": "198.51.100.10:8883"}], "total": 1})")));
    EXPECT_THAT(
        told(reports, "/metrics/network_stats"),
        Each(Json::parse(
            R"({"bytes_in": 100, "bytes_out": 1000, "packets_in": 10, "packets_out": 20})")));
    EXPECT_FALSE(reports[0].contains("custom_metrics"));
    std::uint64_t last = 0;
    for (const auto& report : reports) {
        EXPECT_GT(report["header"]["report_id"].get<std::uint64_t>(), last);
        last = report["header"]["report_id"];
    }
}

TEST(Agent, DrawsWhatWasSentFromItsRange) {
    auto agent = usual_agent();
    agent.bytes_out = {1000, 2000};
    const auto sent = told(reports_of(played(agent)), bytes_out);
    EXPECT_THAT(sent, Each(testing::AllOf(testing::Ge(Json(1000)), testing::Le(Json(2000)))));
    EXPECT_NE(sent[0], sent[1]);
}

TEST(Agent, LeavesOutTheGroupsItDoesNotKnow) {
    auto agent = usual_agent();
    agent.groups = {.tcp_ports = false, .udp_ports = false, .connections = true, .network = false};
    for (const auto& report : reports_of(played(agent))) {
        EXPECT_EQ(report["metrics"].size(), 1U);
        EXPECT_TRUE(report["metrics"].contains("tcp_connections"));
    }
}

TEST(Agent, TellsCustomMetricsOfAllFourTypes) {
    auto agent = usual_agent();
    agent.custom = {{"load", CountRange{7, 7}},
                    {"zones", std::vector<double>{1, 2.5}},
                    {"jobs", scenarios::AgentTexts{false, {"idle"}}},
                    {"peers", scenarios::AgentTexts{true, {"10.0.0.1"}}}};
    EXPECT_THAT(told(reports_of(played(agent)), "/custom_metrics"),
                Each(Json::parse(R"({"load": [{"number": 7}], "zones": [{"number_list": [1, 2.5]}],
                    "jobs": [{"string_list": ["idle"]}], "peers": [{"ip_list": ["10.0.0.1"]}]})")));
}

TEST(Agent, IsAnsweredWhereItListens) {
    const auto run = played(usual_agent());
    EXPECT_EQ(run.seen({.kind = ObservationKind::subscribed, .client = "pumps-0"}), 3U)
        << "its commands, accepted and rejected";
    auto deaf = usual_agent();
    deaf.hears_replies = false;
    EXPECT_EQ(played(deaf).seen({.kind = ObservationKind::subscribed, .client = "pumps-0"}), 1U);
}

TEST(Agent, ThatCountsTotalsTellsEverMore) {
    auto agent = usual_agent();
    agent.faults.cumulative_counters = true;
    const auto sent = told(reports_of(played(agent)), bytes_out);
    for (std::size_t i = 1; i < sent.size(); ++i)
        EXPECT_EQ(sent[i].get<int>() - sent[i - 1].get<int>(), 1000);
    EXPECT_GT(sent[0], Json(1'000'000)) << "a week's";
}

TEST(Agent, ThatForgetsItsCountersTellsTheTotalOnceItIsConnected) {
    auto agent = usual_agent();
    agent.faults.first_report_spike = true;
    const auto sent = told(reports_of(played(agent)), bytes_out);
    EXPECT_GT(sent[0], Json(1'000'000));
    EXPECT_THAT(std::vector(sent.begin() + 1, sent.end()), Each(Json(1000)));
}

TEST(Agent, MayLeaveOutEmptyListsAndSampleLongOnes) {
    auto agent = usual_agent();
    agent.faults.omitted_empty_lists = agent.faults.sampled_lists = true;
    for (std::uint32_t port = 1; port <= 200; ++port) agent.tcp_ports.push_back(port);
    for (const auto& report : reports_of(played(agent))) {
        EXPECT_FALSE(report["metrics"].contains("listening_udp_ports"));
        EXPECT_THAT(report["metrics"]["listening_tcp_ports"]["ports"], SizeIs(50));
        EXPECT_EQ(report["metrics"]["listening_tcp_ports"]["total"], 201);
    }
}

TEST(Agent, MayForgetToWrapANumber) {
    auto agent = usual_agent();
    agent.custom = {{"load", CountRange{7, 7}}};
    agent.faults.unwrapped_numbers = true;
    EXPECT_THAT(told(reports_of(played(agent)), "/custom_metrics"),
                Each(Json::parse(R"({"load": 7})")));
}

namespace {

/// What its reports say at this place in [20, 40) minutes, and outside.
struct Halves {
    std::vector<Json> inside, outside;
};
Halves halves(const PlayedScenario& run, const std::string& pointer) {
    Halves halves;
    for (const auto& report : run.reports) {
        const bool is_inside = report.after >= 20min && report.after < 40min;
        (is_inside ? halves.inside : halves.outside)
            .push_back(told({Json::parse(report.payload)}, pointer).front());
    }
    return halves;
}
Halves during(std::string_view kind, const std::string& pointer, const Given& given = {}) {
    return halves(played(usual_agent(), {happening(kind, 20min, 20min, given)}), pointer);
}
Halves below(std::string_view kind, const std::string& pointer) {
    return halves(played(usual_agent(), {below_threshold(happening(kind, 20min, 20min))}), pointer);
}

constexpr auto tcp_total = "/metrics/listening_tcp_ports/total";
constexpr auto connections = "/metrics/tcp_connections/established_connections/total";
constexpr auto packets_out = "/metrics/network_stats/packets_out";

}  // namespace

TEST(BackdoorPort, IsOpenWhileItLasts) {
    const auto ports = during("backdoor-port", "/metrics/listening_tcp_ports", {{"port", "2323"}});
    EXPECT_THAT(ports.inside,
                ElementsAre(Json::parse(R"({"ports": [{"port": 22}, {"port": 2323}], "total": 2})"),
                            testing::_, testing::_, testing::_));
    EXPECT_THAT(ports.outside, Each(Json::parse(R"({"ports": [{"port": 22}], "total": 1})")));
    EXPECT_THAT(below("backdoor-port", tcp_total).inside, Each(Json(1)));
}

TEST(UdpReflector, IsAskedAndAnswersMore) {
    const auto ports = during("udp-reflector", "/metrics/listening_udp_ports/total");
    EXPECT_THAT(ports.inside, Each(Json(3)));
    EXPECT_THAT(ports.outside, Each(Json(0)));
    const auto sent =
        during("udp-reflector", bytes_out, {{"requestsPerSecond", "10"}, {"amplification", "20"}});
    EXPECT_THAT(sent.inside, Each(Json(1000 + 300 * 10 * 60 * 20)));
    EXPECT_THAT(sent.outside, Each(Json(1000)));
    EXPECT_THAT(below("udp-reflector", "/metrics/listening_udp_ports/total").inside, Each(Json(0)));
    EXPECT_THAT(below("udp-reflector", bytes_out).inside, Each(Json(1100)));
}

TEST(TelnetScan, OpensManyConnectionsAndSendsManyPackets) {
    EXPECT_THAT(during("telnet-scan", connections).inside, Each(Json(129)));
    EXPECT_THAT(during("telnet-scan", connections).outside, Each(Json(1)));
    EXPECT_THAT(during("telnet-scan", packets_out).inside, Each(Json(20 + 300 * 160)));
    EXPECT_THAT(below("telnet-scan", connections).inside, Each(Json(1)));
    EXPECT_THAT(below("telnet-scan", packets_out).inside, Each(Json(22)));
}

TEST(BulkExfiltration, SendsMuchToAForeignAddress) {
    EXPECT_THAT(during("bulk-exfiltration", bytes_out).inside, Each(Json(1000 + 300 * 83'333)));
    EXPECT_THAT(during("bulk-exfiltration", bytes_out).outside, Each(Json(1000)));
    EXPECT_THAT(during("bulk-exfiltration", connections).inside, Each(Json(2)));
    EXPECT_THAT(below("bulk-exfiltration", bytes_out).inside, Each(Json(1100)));
    EXPECT_THAT(below("bulk-exfiltration", connections).inside, Each(Json(1)));
}

TEST(DdosParticipation, MultipliesWhatIsSent) {
    EXPECT_THAT(during("ddos-participation", bytes_out).inside, Each(Json(100'000)));
    EXPECT_THAT(during("ddos-participation", packets_out).inside, Each(Json(2000)));
    EXPECT_THAT(during("ddos-participation", packets_out).outside, Each(Json(20)));
    EXPECT_THAT(below("ddos-participation", packets_out).inside, Each(Json(22)));
}

TEST(C2Beacon, KeepsOneConnectionAndHardlySends) {
    EXPECT_THAT(during("c2-beacon", connections).inside, Each(Json(2)));
    EXPECT_THAT(during("c2-beacon", connections).outside, Each(Json(1)));
    EXPECT_THAT(during("c2-beacon", bytes_out).inside, Each(Json(1010))) << "five times two bytes";
    EXPECT_THAT(below("c2-beacon", connections).inside, Each(Json(1)));
}

TEST(Cryptomining, TellsItsLoadAndTalksToAPool) {
    constexpr auto load = "/custom_metrics/cpu-load/0/number";
    EXPECT_THAT(during("cryptomining", load).inside, Each(Json(95)));
    EXPECT_THAT(during("cryptomining", load).outside, Each(Json()));
    EXPECT_THAT(during("cryptomining", connections).inside, Each(Json(2)));
    EXPECT_THAT(below("cryptomining", load).inside, Each(Json()));
}

TEST(AgentFault, IsAFaultOfTheWorldAndNoAttack) {
    for (const auto* kind :
         {"cumulative-counters", "malformed-report", "report-too-often", "wrong-thing-name"}) {
        const auto run = played(usual_agent(), {happening(kind, 20min, 20min)});
        const auto& incident = run.incident(std::string("timeline-0-") + kind);
        EXPECT_TRUE(incident.is_fault) << kind;
        EXPECT_THAT(incident.speaks, testing::IsEmpty()) << kind;
    }
}

TEST(AgentFault, CumulativeCountersEndWithIt) {
    const auto sent = during("cumulative-counters", bytes_out);
    EXPECT_THAT(sent.inside, Each(testing::Gt(Json(1'000'000))));
    EXPECT_THAT(sent.outside, Each(Json(1000)));
}

TEST(AgentFault, AMalformedReportIsCutOff) {
    const auto run = played(usual_agent(), {happening("malformed-report", 20min, 20min)});
    for (const auto& report : run.reports)
        EXPECT_EQ(Json::accept(report.payload), report.after < 20min || report.after >= 40min);
}

TEST(AgentFault, ReportTooOftenReportsEveryMinuteBesides) {
    const auto run = played(usual_agent(), {happening("report-too-often", 20min, 20min)});
    EXPECT_THAT(run.reports, SizeIs(12 + 20));
}

TEST(AgentFault, AWrongThingNameIsTheNeighboursAndDeniedByALeastPrivilegedPolicy) {
    const PlayedScenario denied(
        {.timeline = {happening("wrong-thing-name", 20min, 20min)}, .agent = usual_agent()});
    EXPECT_EQ(denied.seen({.kind = ObservationKind::denied, .client = "pumps-0"}), 4U);
    const auto& incident = denied.incident("timeline-0-wrong-thing-name");
    EXPECT_THAT(incident.affected, ElementsAre("pumps-0", "pumps-1"));
    const PlayedScenario open({.policy = allowing("iot:*", "*"),
                               .timeline = {happening("wrong-thing-name", 20min, 20min)},
                               .agent = usual_agent()});
    std::size_t of_neighbour = 0;
    for (const auto& report : open.reports)
        of_neighbour += report.topic == "$aws/things/pumps-1/defender/metrics/json" ? 1 : 0;
    EXPECT_EQ(of_neighbour, 12U + 4U);
}

TEST(AgentAttack, OfDevicesWithoutAnAgentIsRefusedWithItsPlace) {
    try {
        PlayedScenario({.timeline = {happening("backdoor-port", 20min, 20min)}});
        FAIL() << "was not refused";
    } catch (const fleet::Error& error) {
        EXPECT_STREQ(error.what(),
                     "timeline[0]: backdoor-port shows in what devices report, and cohort pumps "
                     "has no agent; give it \"reports\"");
    }
}
