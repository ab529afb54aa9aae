#include "tests/support/random_scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "fleet/base/json.hpp"
#include "fleet/base/random.hpp"

namespace support {
namespace {

using fleet::Json;

class Maker {
  public:
    explicit Maker(std::uint64_t seed)
        : seed_(seed), draw_(fleet::Random(seed).stream(0, 0, fleet::Purpose::test)) {}

    std::string text() {
        minutes_ = between(6, 17);
        const auto offset = between(0, 299);
        Json scenario{
            {"title", fmt::format("random {}", seed_)},
            {"seed", seed_},
            {"start", fmt::format("2018-08-06T00:{:02}:{:02}Z", offset / 60, offset % 60)},
            {"duration", fmt::format("{}m{}s", minutes_, between(0, 59))},
            {"broker", {{"enforceCrl", chance(3)}, {"closeOnDeny", chance(3)}}}};
        scenario["fleet"] = {{"cohorts", Json::array({cohort("a"), cohort("b")})},
                             {"defects", defects()}};
        scenario["timeline"] = timeline();
        scenario["audit"] = {{"runs", Json::array({{{"at", "end+2h"}}})}};
        scenario["detect"] = {
            {"customMetrics", Json::array({{{"metricName", "load"}, {"metricType", "number"}}})},
            {"dimensions", Json::array({dimension("own", "+/+/${iot:ClientId}/#"),
                                        dimension("telemetry", "dt/#")})},
            {"profiles",
             Json::array({{{"profile", profile()}, {"targets", Json::array({"all/things"})}}})}};
        return fleet::to_text(scenario);
    }

  private:
    std::int64_t between(std::int64_t low, std::int64_t high) { return draw_.between(low, high); }
    bool chance(std::int64_t one_in) { return between(1, one_in) == 1; }
    const char* one_of(std::vector<const char*> words) {
        return words[static_cast<std::size_t>(
            between(0, static_cast<std::int64_t>(words.size()) - 1))];
    }

    Json cohort(const char* name) {
        const auto count = between(2, 5);
        const auto index = static_cast<std::size_t>(name[0] - 'a');
        sizes_[index] = free_[index] = count;
        Json cohort{{"name", name}, {"count", count}};
        auto traffic = Json::array();
        // A topic that both cohorts share lets devices hear devices, themselves among them.
        const bool is_shared = chance(2);
        Json telemetry{{"kind", "telemetry"},
                       {"every", fmt::format("{}s", between(7, 90))},
                       {"bytes", fmt::format("{}..{}", between(0, 50), between(50, 300))}};
        Json commands{
            {"kind", "commands"}, {"every", fmt::format("{}s", between(11, 120))}, {"bytes", "40"}};
        if (is_shared) {
            telemetry["topic"] = "shared/room";
            commands["topic"] = "shared/room";
        }
        traffic.push_back(telemetry);
        if (is_shared || chance(2)) traffic.push_back(commands);
        if (chance(4)) traffic.push_back({{"kind", "gateway"}, {"children", 3}, {"every", "40s"}});
        if (chance(3))
            traffic.push_back(
                {{"kind", "night-and-day"}, {"every", "20s"}, {"everyAtNight", "50s"}});
        cohort["traffic"] = traffic;
        if (chance(2)) {
            cohort["reports"] = reports();
            reporting_.push_back(name);
        }
        if (is_shared || chance(3)) cohort["policy"] = policy(chance(2));
        return cohort;
    }

    /// Mostly more often than Device Defender likes.
    Json reports() {
        Json reports{{"every", fmt::format("{}s", between(20, 400))},
                     {"encoding", one_of({"json", "cbor"})},
                     {"names", one_of({"long", "short", "mixed"})},
                     {"replies", !chance(3)},
                     {"tcpPorts", Json::array({22})},
                     {"bytesOut", "100..200"}};
        if (chance(2)) reports["customMetrics"] = {{"load", {{"number", "1..9"}}}};
        if (chance(3)) reports["faults"] = Json::array({"omitted-empty-lists"});
        return reports;
    }

    /// Something that shows in what a device reports, if any does.
    void add_report_incident(Json& timeline) {
        if (reporting_.empty()) return;
        const auto* cohort = one_of(reporting_);
        const auto last = sizes_[static_cast<std::size_t>(cohort[0] - 'a')] - 1;
        const auto at = between(0, minutes_ * 30);
        Json entry{
            {"at", fmt::format("+{}s", at)},
            {"for",
             fmt::format("{}s", between(60, std::min<std::int64_t>(400, minutes_ * 60 - at - 1)))},
            {"kind",
             one_of({"backdoor-port", "telnet-scan", "bulk-exfiltration", "cumulative-counters",
                     "malformed-report", "report-too-often", "wrong-thing-name", "cryptomining",
                     "lan-scan", "slow-exfiltration", "low-and-slow"})}};
        entry["devices"] = {
            {"things", Json::array({fmt::format("{}-{}", cohort, between(0, last))})}};
        timeline.push_back(entry);
    }

    static Json policy(bool may_receive) {
        auto actions = Json::array({"iot:Connect", "iot:Publish", "iot:Subscribe"});
        if (may_receive) actions.push_back("iot:Receive");
        return {
            {"Version", "2012-10-17"},
            {"Statement",
             Json::array({{{"Effect", "Allow"}, {"Action", actions}, {"Resource", "*"}},
                          {{"Effect", "Deny"},
                           {"Action", "iot:Publish"},
                           {"Resource", "arn:aws:iot:us-east-1:123456789012:topic/admin/*"}}})}};
    }

    Json defects() {
        auto defects = Json::array();
        // A defect takes devices that have none yet.
        const auto add = [&](Json defect) {
            const auto cohort = static_cast<std::size_t>(between(0, 1));
            const auto count = defect["count"].get<std::int64_t>();
            if (count > free_[cohort]) return;
            free_[cohort] -= count;
            defect["cohort"] = cohort == 0 ? "a" : "b";
            defects.push_back(std::move(defect));
        };
        for (auto n = between(0, 3); n > 0; --n) {
            switch (between(0, 7)) {
                case 0:
                    add({{"kind", "expiring-certificate"},
                         {"count", 1},
                         {"expiresIn", fmt::format("{}m", between(1, 20))}});
                    break;
                case 1:
                    add({{"kind", "expired-certificate"}, {"count", 1}});
                    break;
                case 2:
                    add({{"kind", "shared-certificate"},
                         {"count", 2},
                         {"use", one_of({"together", "in-turn"})}});
                    break;
                case 3:
                    add({{"kind", "revoked-device-certificate"},
                         {"count", 1},
                         {"status", one_of({"ACTIVE", "INACTIVE"})}});
                    break;
                case 4:
                    add({{"kind", one_of({"roca-key", "debian-weak-key", "old-certificate"})},
                         {"count", 1}});
                    break;
                case 5:
                    add({{"kind", "revoked-intermediate"},
                         {"count", between(1, 2)},
                         {"intermediate", one_of({"revoked", "valid"})}});
                    break;
                case 6:
                    defects.push_back(
                        {{"kind", "revoked-ca"}, {"authority", one_of({"spare", "issuing"})}});
                    break;
                default:
                    add({{"kind", "duplicate-client-id"},
                         {"count", 2},
                         {"use", one_of({"contest", "in-turn"})}});
                    break;
            }
        }
        return defects;
    }

    /// One or two devices by name, whatever else befalls them.
    Json devices() {
        const auto cohort = static_cast<std::size_t>(between(0, 1));
        const auto first = between(0, sizes_[cohort] - 1);
        const auto last = std::min(first + between(0, 1), sizes_[cohort] - 1);
        auto things = Json::array();
        for (auto i = first; i <= last; ++i)
            things.push_back(fmt::format("{}-{}", cohort == 0 ? "a" : "b", i));
        return {{"things", things}};
    }

    Json timeline() {
        auto timeline = Json::array();
        for (auto n = between(1, 4); n > 0; --n) {
            const auto at = between(0, minutes_ * 60 - 61);
            Json entry{{"at", fmt::format("+{}s", at)},
                       {"for", fmt::format("{}s", between(20, 60))},
                       {"devices", devices()}};
            switch (between(0, 14)) {
                case 12:
                    entry.update({{"kind", one_of({"flaky-link", "roaming-device"})},
                                  {"every", fmt::format("{}s", between(15, 90))}});
                    break;
                case 13:
                    entry.update({{"kind", "broker-outage"}, {"spread", "40s"}});
                    break;
                case 9:
                    entry.update({{"kind", one_of({"crying-baby", "message-amplification"})}});
                    break;
                case 10:
                    entry.update({{"kind", "reconnect-storm"},
                                  {"every", fmt::format("{}s", between(1, 9))}});
                    break;
                case 11:
                    entry.update({{"kind", one_of({"slowite", "oversized-messages"})},
                                  {"every", fmt::format("{}s", between(1, 9))}});
                    break;
                case 0:
                    entry.update({{"kind", "publish-flood"}, {"factor", between(2, 20)}});
                    break;
                case 1:
                    entry.update({{"kind", "topic-probing"}, {"perMinute", between(6, 40)}});
                    break;
                case 2:
                    entry.update({{"kind", "stolen-certificate"}, {"readsPerMinute", 30}});
                    break;
                case 3:
                    entry.update({{"kind", "stolen-certificate"}, {"clientId", "own"}});
                    break;
                case 4:
                    entry.update({{"kind", "client-id-hijack"},
                                  {"every", fmt::format("{}s", between(3, 15))}});
                    break;
                case 5:
                    entry.update({{"kind", one_of({"expired-connect", "deactivated-connect",
                                                   "unknown-ca-connect"})}});
                    break;
                case 6:
                    entry.update({{"kind", "certificate-rotation"},
                                  {"overlap", fmt::format("{}s", between(10, 200))}});
                    break;
                case 8:
                    entry.update({{"kind", "silent-device"}, {"for", "4m"}});
                    if (at > minutes_ * 60 - 241) entry["for"] = "10s";
                    break;
                case 7:
                    entry.update({{"kind", "certificate-status"},
                                  {"status", one_of({"INACTIVE", "REVOKED"})}});
                    break;
                default:
                    entry.update({{"kind", "topic-probing"}, {"strength", "belowThreshold"}});
                    break;
            }
            if (entry["kind"] == "certificate-rotation" || entry["kind"] == "certificate-status")
                entry.erase("for");
            timeline.push_back(entry);
        }
        for (auto n = between(0, 2); n > 0; --n) add_report_incident(timeline);
        return timeline;
    }

    static Json behavior(const char* name, const char* metric, int count) {
        return {{"name", name},
                {"metric", metric},
                {"criteria",
                 {{"comparisonOperator", "less-than"},
                  {"value", {{"count", count}}},
                  {"durationSeconds", 300}}}};
    }

    static Json compared(const char* name, const char* metric, const char* statistic,
                         int duration_seconds) {
        return {{"name", name},
                {"metric", metric},
                {"criteria",
                 {{"comparisonOperator", "less-than-equals"},
                  {"statisticalThreshold", {{"statistic", statistic}}},
                  {"durationSeconds", duration_seconds}}}};
    }

    static Json sizes() {
        return {{"name", "Sizes"},
                {"metric", "aws:message-byte-size"},
                {"criteria",
                 {{"comparisonOperator", "less-than"},
                  {"value", {{"count", 120}}},
                  {"consecutiveDatapointsToAlarm", 1}}}};
    }

    static Json addresses() {
        return {{"name", "Addresses"},
                {"metric", "aws:source-ip-address"},
                {"criteria",
                 {{"comparisonOperator", "in-cidr-set"},
                  {"value", {{"cidrs", Json::array({"10.0.0.0/9", "172.16.0.0/12"})}}}}}};
    }

    static Json listed(const char* name, const char* metric, const char* comparison,
                       const Json& value) {
        return {{"name", name},
                {"metric", metric},
                {"criteria", {{"comparisonOperator", comparison}, {"value", value}}}};
    }

    static Json away() {
        return {{"name", "Away"},
                {"metric", "aws:disconnect-duration"},
                {"criteria", {{"comparisonOperator", "less-than"}, {"value", {{"count", 2}}}}}};
    }

    static Json dimension(const char* name, const char* filter) {
        return {{"name", name}, {"type", "TOPIC_FILTER"}, {"stringValues", Json::array({filter})}};
    }
    static Json scoped(Json behavior, const char* name, const char* dimension,
                       const char* comparison) {
        behavior["name"] = name;
        behavior["metricDimension"] = {{"dimensionName", dimension}, {"operator", comparison}};
        return behavior;
    }

    static Json profile() {
        return {{"securityProfileName", "watch"},
                {"metricsExportConfig",
                 {{"mqttTopic", "$aws/rules/metrics/watch"},
                  {"roleArn", "arn:aws:iam::123456789012:role/exporter"}}},
                {"additionalMetricsToRetainV2",
                 Json::array({{{"metric", "aws:num-messages-received"}, {"exportMetric", true}},
                              {{"metric", "aws:message-byte-size"},
                               {"exportMetric", true},
                               {"metricDimension", {{"dimensionName", "telemetry"}}}},
                              {{"metric", "aws:disconnect-duration"}, {"exportMetric", true}},
                              {{"metric", "aws:listening-tcp-ports"}, {"exportMetric", true}},
                              {{"metric", "load"}, {"exportMetric", true}}})},
                {"behaviors",
                 Json::array({sizes(),
                              addresses(),
                              compared("SentMost", "aws:num-messages-sent", "p90", 600),
                              compared("Bytes", "aws:message-byte-size", "p99.9", 300),
                              scoped(behavior("", "aws:num-messages-sent", 20), "Own", "own", "IN"),
                              scoped(behavior("", "aws:num-authorization-failures", 2), "Elsewhere",
                                     "telemetry", "NOT_IN"),
                              scoped(sizes(), "TelemetrySizes", "telemetry", "IN"),
                              scoped(addresses(), "TelemetryFrom", "telemetry", "IN"),
                              scoped(addresses(), "ElseFrom", "own", "NOT_IN"),
                              behavior("BytesOut", "aws:all-bytes-out", 190),
                              compared("BytesOutOfAll", "aws:all-bytes-out", "p50", 600),
                              behavior("TcpPorts", "aws:num-listening-tcp-ports", 2),
                              listed("Ports", "aws:listening-tcp-ports", "in-port-set",
                                     {{"ports", Json::array({22})}}),
                              listed("Peers", "aws:destination-ip-addresses", "in-cidr-set",
                                     {{"cidrs", Json::array({"198.51.100.0/24"})}}),
                              {{"name", "Load"},
                               {"metric", "load"},
                               {"criteria",
                                {{"comparisonOperator", "less-than"},
                                 {"value", {{"number", 8}}},
                                 {"durationSeconds", 300}}}},
                              away(),
                              behavior("Sent", "aws:num-messages-sent", 30),
                              behavior("Received", "aws:num-messages-received", 20),
                              behavior("Failures", "aws:num-authorization-failures", 3),
                              behavior("Attempts", "aws:num-connection-attempts", 4),
                              behavior("Disconnects", "aws:num-disconnects", 2)})}};
    }

    std::uint64_t seed_;
    fleet::Stream draw_;
    std::int64_t minutes_ = 0;
    std::vector<const char*> reporting_;            // cohorts with an agent
    std::array<std::int64_t, 2> sizes_{}, free_{};  // by cohort: devices, those without a defect
};

}  // namespace

std::string random_scenario(std::uint64_t seed) { return Maker(seed).text(); }

}  // namespace support
