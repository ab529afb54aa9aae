// How a report is written down.
#include "sim/device_agent.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"

using fleet::Json;
using scenarios::AgentNames;
using scenarios::AgentReport;

namespace {

AgentReport a_report() {
    AgentReport report;
    report.report_id = 1533513600;
    report.tcp_ports = {.elements = {22, 8883}, .total = 2};
    report.udp_ports = {.elements = {}, .total = std::nullopt};
    report.connections = {.elements = {"198.51.100.10:8883"}, .total = 1};
    report.network = {
        .bytes_in = 1, .bytes_out = 0xFFFFFFFFFF, .packets_in = 300, .packets_out = 24};
    report.custom = {{.name = "load", .value = 12.5},
                     {.name = "zones", .value = std::vector<double>{1, -2, 1e300}},
                     {.name = "jobs", .value = scenarios::AgentTexts{false, {"a\"b"}}},
                     {.name = "peers", .value = scenarios::AgentTexts{true, {"::1"}}},
                     {.name = "bare", .value = 7.0, .is_wrapped = false}};
    return report;
}

std::string encoded(AgentReport report, fleet::ReportEncoding encoding, AgentNames names) {
    report.encoding = encoding;
    report.names = names;
    std::string text = "left over";
    sim::encode(report, text);
    return text;
}

}  // namespace

TEST(DeviceAgent, WritesTheLongNames) {
    EXPECT_EQ(
        encoded(a_report(), fleet::ReportEncoding::json, AgentNames::long_names),
        R"({"header":{"report_id":1533513600,"version":"1.0"},"metrics":{)"
        R"("listening_tcp_ports":{"ports":[{"port":22},{"port":8883}],"total":2},)"
        R"("listening_udp_ports":{"ports":[]},)"
        R"("network_stats":{"bytes_in":1,"bytes_out":1099511627775,)"
        R"("packets_in":300,"packets_out":24},)"
        R"("tcp_connections":{"established_connections":{"connections":)"
        R"([{"remote_addr":"198.51.100.10:8883"}],"total":1}}},)"
        R"("custom_metrics":{"load":[{"number":12.5}],"zones":[{"number_list":[1,-2,1e+300]}],)"
        R"("jobs":[{"string_list":["a\"b"]}],"peers":[{"ip_list":["::1"]}],"bare":7}})");
}

TEST(DeviceAgent, WritesTheShortNamesAndAMixOfBoth) {
    auto report = a_report();
    report.custom.clear();
    EXPECT_EQ(encoded(report, fleet::ReportEncoding::json, AgentNames::short_names),
              R"({"hed":{"rid":1533513600,"v":"1.0"},"met":{)"
              R"("tp":{"pts":[{"pt":22},{"pt":8883}],"t":2},"up":{"pts":[]},)"
              R"("ns":{"bi":1,"bo":1099511627775,"pi":300,"po":24},)"
              R"("tc":{"ec":{"cs":[{"rad":"198.51.100.10:8883"}],"t":1}}}})");
    EXPECT_EQ(encoded(report, fleet::ReportEncoding::json, AgentNames::mixed),
              R"({"hed":{"rid":1533513600,"v":"1.0"},"met":{)"
              R"("tp":{"pts":[{"port":22},{"port":8883}],"t":2},"up":{"pts":[]},)"
              R"("ns":{"bi":1,"bo":1099511627775,"pi":300,"po":24},)"
              R"("tc":{"ec":{"cs":[{"remote_addr":"198.51.100.10:8883"}],"t":1}}}})");
}

TEST(DeviceAgent, SaysTheSameInCbor) {
    for (const auto names : {AgentNames::long_names, AgentNames::short_names, AgentNames::mixed}) {
        const auto json = encoded(a_report(), fleet::ReportEncoding::json, names);
        const auto cbor = encoded(a_report(), fleet::ReportEncoding::cbor, names);
        EXPECT_EQ(Json::from_cbor(cbor), Json::parse(json));
        EXPECT_LT(cbor.size(), json.size());
    }
}

TEST(DeviceAgent, SendsHalfOfAReportThatIsCut) {
    auto report = a_report();
    const auto whole = encoded(report, fleet::ReportEncoding::json, AgentNames::long_names);
    report.is_cut = true;
    EXPECT_EQ(encoded(report, fleet::ReportEncoding::json, AgentNames::long_names),
              whole.substr(0, whole.size() / 2));
}
