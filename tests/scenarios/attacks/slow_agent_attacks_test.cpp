// Attacks that show, if at all, in what agents report over days.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <set>

#include "fleet/base/json.hpp"
#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using fleet::Json;
using scenarios::MetricSpeaks;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

namespace {

/// One pump for `duration`, whose agent reports every five minutes.
PlayedScenario played(scenarios::TimelineEntry entry, Duration duration = 1h) {
    return PlayedScenario(
        {.pumps = 1, .duration = duration, .timeline = {std::move(entry)}, .agent = usual_agent()});
}

/// What the reports of [from, until) say at this place.
std::vector<Json> told(const PlayedScenario& run, const std::string& pointer, Duration from,
                       Duration until) {
    std::vector<Json> values;
    for (const auto& report : run.reports)
        if (report.after >= from && report.after < until)
            values.push_back(Json::parse(report.payload).at(Json::json_pointer(pointer)));
    return values;
}

/// The peers besides the usual one that reports of [from, until) name.
std::set<std::string> foreign_peers(const PlayedScenario& run, Duration from, Duration until) {
    std::set<std::string> peers;
    for (const auto& list :
         told(run, "/metrics/tcp_connections/established_connections/connections", from, until))
        for (const auto& connection : list) peers.insert(connection["remote_addr"]);
    peers.erase("198.51.100.10:8883");
    return peers;
}

constexpr auto connections = "/metrics/tcp_connections/established_connections/total";
constexpr auto packets_out = "/metrics/network_stats/packets_out";
constexpr auto bytes_out = "/metrics/network_stats/bytes_out";
constexpr auto tcp_total = "/metrics/listening_tcp_ports/total";

}  // namespace

TEST(LanScan, SweepsOnePrivateNetworkAndSendsManyPackets) {
    const auto run = played(happening("lan-scan", 20min, 20min));
    const auto peers = foreign_peers(run, 20min, 40min);
    EXPECT_EQ(peers.size(), 16U);
    EXPECT_THAT(peers, Each(StartsWith("192.168.")));
    std::set<std::string> networks;
    for (const auto& peer : peers) networks.insert(peer.substr(0, peer.rfind('.')));
    EXPECT_EQ(networks.size(), 1U);
    EXPECT_THAT(told(run, packets_out, 20min, 40min), Each(Json(20 + 300 * 50)));
    EXPECT_THAT(told(run, packets_out, 40min, 60min), Each(Json(20)));
    EXPECT_THAT(told(run, connections, 0min, 20min), Each(Json(1)));
}

TEST(LanScan, SweepsTheRangeItIsGiven) {
    const auto run = played(happening("lan-scan", 20min, 20min, {{"network", "10.0.0.0/8"}}));
    EXPECT_THAT(foreign_peers(run, 20min, 40min), Each(StartsWith("10.")));
    const auto& incident = run.incident("timeline-0-lan-scan");
    EXPECT_THAT(
        incident.speaks,
        ElementsAre(MetricSpeaks{"aws:destination-ip-addresses", MetricSpeaks::Side::foreign},
                    MetricSpeaks{"aws:all-packets-out", MetricSpeaks::Side::high}));
}

TEST(LanScan, BelowThresholdNoReportFindsIt) {
    const auto run = played(below_threshold(happening("lan-scan", 20min, 20min)));
    EXPECT_THAT(foreign_peers(run, 0min, 60min), IsEmpty());
    EXPECT_THAT(told(run, packets_out, 20min, 40min), Each(Json(22)));
}

TEST(SlowExfiltration, SendsACopyOfEverythingElsewhere) {
    const auto run = played(happening("slow-exfiltration", 20min, 20min));
    EXPECT_THAT(told(run, bytes_out, 20min, 40min), Each(Json(2000)));
    EXPECT_THAT(told(run, packets_out, 20min, 40min), Each(Json(40)));
    EXPECT_THAT(told(run, bytes_out, 40min, 60min), Each(Json(1000)));
    EXPECT_EQ(foreign_peers(run, 20min, 40min).size(), 1U);
    EXPECT_EQ(run.incident("timeline-0-slow-exfiltration").speaks.size(), 3U);
}

TEST(SlowExfiltration, OrGrowsByAHundredthADayToOneAddress) {
    const auto run = played(happening("slow-exfiltration", 24h, 96h, {{"how", "growth"}}), 121h);
    for (int day = 1; day <= 4; ++day)
        EXPECT_THAT(told(run, bytes_out, day * 24h, day * 24h + 24h), Each(Json(1000 + 10 * day)));
    EXPECT_THAT(told(run, bytes_out, 120h, 121h), Each(Json(1000)));
    EXPECT_EQ(foreign_peers(run, 24h, 120h).size(), 1U);
    EXPECT_THAT(
        run.incident("timeline-0-slow-exfiltration").speaks,
        ElementsAre(MetricSpeaks{"aws:destination-ip-addresses", MetricSpeaks::Side::foreign}));
}

TEST(SlowExfiltration, BelowThresholdItGrowsTowardsWhereItAlwaysSends) {
    const auto run = played(below_threshold(happening("slow-exfiltration", 20min, 20min)));
    EXPECT_THAT(told(run, bytes_out, 20min, 40min), Each(Json(1010)));
    EXPECT_THAT(foreign_peers(run, 0min, 60min), IsEmpty());
}

TEST(LowAndSlow, OpensAPortADayAndTalksToAnotherAddressEveryHour) {
    const auto run = played(happening("low-and-slow", 24h, 72h), 97h);
    EXPECT_THAT(told(run, tcp_total, 0h, 24h), Each(Json(1)));
    for (int day = 1; day <= 3; ++day)
        EXPECT_THAT(told(run, tcp_total, day * 24h, day * 24h + 24h), Each(Json(1 + day)));
    EXPECT_THAT(told(run, tcp_total, 96h, 97h), Each(Json(1)));
    EXPECT_THAT(told(run, connections, 24h, 96h), Each(Json(2)));
    EXPECT_EQ(foreign_peers(run, 24h, 25h).size(), 1U);
    EXPECT_EQ(foreign_peers(run, 24h, 96h).size(), 72U);
}

TEST(LowAndSlow, ConfessesTheTwoLists) {
    const auto run = played(happening("low-and-slow", 20min, 20min));
    EXPECT_THAT(
        run.incident("timeline-0-low-and-slow").speaks,
        ElementsAre(MetricSpeaks{"aws:listening-tcp-ports", MetricSpeaks::Side::foreign},
                    MetricSpeaks{"aws:destination-ip-addresses", MetricSpeaks::Side::foreign}));
}

TEST(LowAndSlow, BelowThresholdNoReportFindsIt) {
    const auto run = played(below_threshold(happening("low-and-slow", 20min, 20min)));
    EXPECT_THAT(told(run, tcp_total, 0min, 60min), Each(Json(1)));
    EXPECT_THAT(foreign_peers(run, 0min, 60min), IsEmpty());
}
