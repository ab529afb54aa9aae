#include <fmt/format.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "engine/detect/metric_values.hpp"
#include "tests/engine/operations/desk.hpp"

using namespace support;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

/// What a run does whose timeline asks for these: keeps them from the start.
void keep(Desk& desk, const std::string& metric, std::optional<engine::Dimension> dimension = {},
          const std::string& thing = "pump-1") {
    desk.watch.detect.want({.thing = thing, .metric = metric, .dimension = std::move(dimension)},
                           desk.account.definitions);
}

std::string of(std::string_view metric, std::string_view more = "") {
    return fmt::format(R"({{"thingName": "pump-1", "metricName": "{}", "startTime": 1533513600,
                           "endTime": 1543513600{}}})",
                       metric, more);
}

/// "SECONDS VALUE" of each, counted from the start.
std::vector<std::string> values(Desk& desk, const std::string& request) {
    std::vector<std::string> texts;
    const auto told = desk.answer("ListMetricValues", request);
    for (const auto& datum : told["metricDatumList"])
        texts.push_back(fmt::format("{} {}", datum["timestamp"].get<double>() - 1533513600,
                                    datum["value"].dump()));
    return texts;
}

}  // namespace

TEST(ListMetricValues, TellsTheDatapointsOfABehavioursMetric) {
    Desk desk;
    keep(desk, "aws:num-messages-sent");
    keep(desk, "aws:num-disconnects");
    desk.guard();
    desk.slot({publishes("pump-1", 3), publishes("pump-2", 9)});
    desk.slot({publishes("pump-2", 9)});
    desk.slot({connects("pump-1")});
    EXPECT_THAT(values(desk, of("aws:num-messages-sent")),
                ElementsAre(R"(300 {"count":3})", R"(900 {"count":0})"))
        << "no datapoint in a slot without activity";
    EXPECT_THAT(values(desk, of("aws:num-disconnects")), IsEmpty()) << "no profile retains it";
}

TEST(ListMetricValues, TellsWhatAProfileRetainsWithoutABehaviour) {
    Desk desk;
    keep(desk, "aws:num-disconnects");
    keep(desk, "aws:source-ip-address");
    keep(desk, "aws:message-byte-size");
    desk.answer("CreateSecurityProfile", R"({"securityProfileName": "keep",
        "additionalMetricsToRetain": ["aws:num-disconnects"],
        "additionalMetricsToRetainV2": [{"metric": "aws:source-ip-address"},
                                        {"metric": "aws:message-byte-size"}]})");
    desk.slot({connects("pump-1"), disconnects("pump-1")});
    EXPECT_THAT(values(desk, of("aws:num-disconnects")), IsEmpty()) << "not attached yet";
    desk.attach("keep", "all/things");
    desk.slot({connects("pump-1", "10.0.0.9", 2), publishes("pump-1", 2, 70)});
    EXPECT_THAT(values(desk, of("aws:num-disconnects")), ElementsAre(R"(600 {"count":0})"));
    EXPECT_THAT(values(desk, of("aws:source-ip-address")),
                ElementsAre(R"(600 {"cidrs":["10.0.0.9"]})"));
    EXPECT_THAT(values(desk, of("aws:message-byte-size")), ElementsAre(R"(600 {"count":70})"));
}

TEST(ListMetricValues, TellsReportsAsTheyCame) {
    Desk desk;
    keep(desk, "aws:all-bytes-out");
    keep(desk, "aws:listening-tcp-ports");
    desk.answer("CreateSecurityProfile", R"({"securityProfileName": "keep",
        "additionalMetricsToRetainV2": [{"metric": "aws:all-bytes-out"},
                                        {"metric": "aws:listening-tcp-ports"}]})");
    desk.attach("keep", "all/things");
    const auto report = [](int id) {
        return fmt::format(R"({{"header": {{"report_id": {}, "version": "1.0"}}, "metrics": {{
            "network_stats": {{"bytes_out": 7}},
            "listening_tcp_ports": {{"ports": [{{"port": 22}}]}}}}}})",
                           id);
    };
    desk.slot({reports("pump-1").telling(report(1)).at(10s)});
    desk.slot({reports("pump-1").telling(report(2)).at(20s)});
    EXPECT_THAT(values(desk, of("aws:all-bytes-out")),
                ElementsAre(R"(10 {"count":7})", R"(320 {"count":7})"));
    EXPECT_THAT(values(desk, of("aws:listening-tcp-ports")),
                ElementsAre(R"(10 {"ports":[22]})", R"(320 {"ports":[22]})"));
}

TEST(ListMetricValues, TellsADimensionApart) {
    Desk desk;
    desk.answer("CreateDimension",
                R"({"name": "telemetry", "type": "TOPIC_FILTER", "stringValues": ["dt/#"]})");
    const engine::Dimension telemetry{.name = "telemetry", .filters = {"dt/#"}};
    keep(desk, "aws:num-messages-sent", telemetry);
    desk.answer("CreateSecurityProfile", R"({"securityProfileName": "keep",
        "additionalMetricsToRetainV2": [{"metric": "aws:num-messages-sent",
            "metricDimension": {"dimensionName": "telemetry"}}]})");
    desk.attach("keep", "all/things");
    desk.slot({publishes("pump-1", 3).to("dt/a"), publishes("pump-1", 9).to("x")});
    EXPECT_THAT(values(desk, of("aws:num-messages-sent", R"(, "dimensionName": "telemetry")")),
                ElementsAre(R"(300 {"count":3})"));
    EXPECT_THAT(values(desk, of("aws:num-messages-sent")), IsEmpty());
    EXPECT_EQ(
        desk.ask("ListMetricValues", of("aws:num-messages-sent", R"(, "dimensionName": "none")"))
            .code,
        "ResourceNotFoundException");
}

TEST(ListMetricValues, HoldsToItsPeriodAndToFourteenDays) {
    Desk desk;
    keep(desk, "aws:num-messages-sent");
    desk.guard();
    for (int slot = 0; slot < 3; ++slot) desk.slot({publishes("pump-1", 1)});
    const auto between = [&](int from, int until) {
        return values(desk, fmt::format(R"({{"thingName": "pump-1",
            "metricName": "aws:num-messages-sent", "startTime": {}, "endTime": {}}})",
                                        1533513600 + from, 1533513600 + until));
    };
    EXPECT_THAT(between(600, 600), ElementsAre(R"(600 {"count":1})"));
    EXPECT_THAT(between(601, 899), IsEmpty());
    desk.watch.now += 14 * 24h - 300s;
    EXPECT_THAT(between(0, 900), ElementsAre(R"(600 {"count":1})", R"(900 {"count":1})"));
}

TEST(ListMetricValues, RefusesWhatMakesNoSense) {
    Desk desk;
    EXPECT_EQ(desk.ask("ListMetricValues", of("aws:nothing")).code, "ResourceNotFoundException");
    EXPECT_EQ(desk.ask("ListMetricValues", "{}").code, "InvalidRequestException");
    for (const auto* more : {R"(, "dimensionValueOperator": "IN")",
                             R"(, "dimensionName": "a", "dimensionValueOperator": "OUT")"})
        EXPECT_EQ(desk.ask("ListMetricValues", of("aws:num-disconnects", more)).code,
                  "InvalidRequestException");
    EXPECT_EQ(desk.ask("ListMetricValues", R"({"thingName": "a", "metricName":
        "aws:num-disconnects", "startTime": 2, "endTime": 1})")
                  .code,
              "InvalidRequestException");
}
