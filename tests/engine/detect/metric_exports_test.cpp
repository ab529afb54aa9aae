// What Device Defender publishes of the metrics that a profile exports.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/engine/detect/watch.hpp"

using namespace support;
using testing::ElementsAre;
using testing::IsEmpty;
using Texts = std::vector<std::string>;

namespace {

class ExportWatch : public Watch {
  public:
    /// `exported` is a list of additionalMetricsToRetainV2.
    explicit ExportWatch(const std::string& exported, const std::string& behaviors = "[]",
                         std::vector<std::string> targets = {"all/things"}) {
        definitions.custom_metrics = {{.name = "load", .type = engine::CustomMetricType::number}};
        definitions.dimensions = {{.name = "telemetry", .filters = {"dt/#"}}};
        const auto profile = read(fmt::format(R"({{"securityProfileName": "guard", "behaviors": {},
                "additionalMetricsToRetainV2": {}, "metricsExportConfig":
                {{"mqttTopic": "fleet/metrics", "roleArn": "arn:aws:iam::123456789012:role/x"}}}})",
                                              behaviors, exported),
                                  &definitions);
        detect.attach(profile, targets, now);
    }
    /// "SECONDS THING METRIC VALUE" of what the next slot exports, seconds from the start.
    Texts exports(const std::vector<Seen>& seen) {
        slot(seen);
        Texts texts;
        for (const auto& message : detect.take_exports()) {
            EXPECT_EQ(message.topic, "fleet/metrics");
            EXPECT_LE(message.payload.size(), engine_bytes_max);
            const auto json = fleet::Json::parse(message.payload);
            EXPECT_EQ(json.at("version"), "1.0");
            for (const auto& one : json.at("metrics")) {
                texts.push_back(fmt::format(
                    "{} {} {} {}", (one.at("timestamp").get<std::int64_t>() - start_ms) / 1000,
                    one.at("thing").get<std::string>(), one.at("name").get<std::string>(),
                    one.at("value").dump()));
                if (one.contains("statistic"))
                    texts.back() += " " + one["statistic"].get<std::string>();
                if (one.contains("dimension")) texts.back() += " " + one["dimension"].dump();
            }
            ++messages;
        }
        return texts;
    }

    static constexpr std::size_t engine_bytes_max = 131'072;
    std::int64_t start_ms = fleet::epoch_ms(now);
    int messages = 0;
};

std::string exported(std::string_view metric, std::string_view more = "") {
    return fmt::format(R"([{{"metric": "{}", "exportMetric": true{}}}])", metric, more);
}

}  // namespace

TEST(MetricExports, TellTheCountsOfActiveThingsAtTheSlotsEnd) {
    ExportWatch watch(exported("aws:num-messages-sent"));
    EXPECT_THAT(watch.exports({publishes("pump-1", 3), connects("guest"), connects("another")}),
                ElementsAre(R"(300 pump-1 aws:num-messages-sent {"count":3})",
                            R"(300 another aws:num-messages-sent {"count":0})",
                            R"(300 guest aws:num-messages-sent {"count":0})"));
    EXPECT_THAT(watch.exports({}), IsEmpty());
    EXPECT_EQ(watch.messages, 1);
}

TEST(MetricExports, HaveTheShapeThatIsDocumented) {
    ExportWatch watch(exported("aws:num-messages-sent",
                               R"(, "metricDimension": {"dimensionName": "telemetry"})"));
    watch.slot({publishes("pump-1", 3).to("dt/a"), publishes("pump-1", 9).to("x")});
    const auto messages = watch.detect.take_exports();
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].payload,
              R"({"version":"1.0","metrics":[{"name":"aws:num-messages-sent","thing":"pump-1",)"
              R"("value":{"count":3},"version":1,"timestamp":1533513900000,)"
              R"("dimension":{"name":"telemetry","operator":"IN"}}]})");
}

TEST(MetricExports, AreOfTheThingsThatTheProfileCovers) {
    ExportWatch watch(exported("aws:num-messages-sent"), "[]", {"all/registered-things"});
    EXPECT_THAT(watch.exports({publishes("pump-2", 3), publishes("guest", 3)}),
                ElementsAre(R"(300 pump-2 aws:num-messages-sent {"count":3})"));
}

TEST(MetricExports, AreOnlyOfWhatIsToBeExportedAndOfThatOnce) {
    const auto behavior = R"([{"name": "A", "metric": "aws:num-disconnects", "exportMetric": true},
        {"name": "B", "metric": "aws:num-disconnects", "exportMetric": true},
        {"name": "C", "metric": "aws:num-connection-attempts"}])";
    ExportWatch watch(R"([{"metric": "aws:num-messages-sent"}])", behavior);
    EXPECT_THAT(watch.exports({connects("pump-1")}),
                ElementsAre(R"(300 pump-1 aws:num-disconnects {"count":0})"));
}

TEST(MetricExports, TellOfSizesTheSmallestTheLargestAndTheirSum) {
    ExportWatch watch(exported("aws:message-byte-size"));
    EXPECT_THAT(watch.exports({publishes("pump-1", 2, 70), publishes("pump-1", 1, 100)}),
                ElementsAre(R"(300 pump-1 aws:message-byte-size {"count":70} min)",
                            R"(300 pump-1 aws:message-byte-size {"count":100} max)",
                            R"(300 pump-1 aws:message-byte-size {"count":240} total)"));
    EXPECT_THAT(watch.exports({connects("pump-1")}), IsEmpty()) << "no message, no size";
}

TEST(MetricExports, TellAddresses) {
    ExportWatch watch(exported("aws:source-ip-address"));
    EXPECT_THAT(watch.exports({connects("pump-1", "10.0.0.9")}),
                ElementsAre(R"(300 pump-1 aws:source-ip-address {"cidrs":["10.0.0.9"]})"));
}

TEST(MetricExports, TellAbsencesInSecondsWhenSomebodyComesOrGoesAndEveryHour) {
    ExportWatch watch(exported("aws:disconnect-duration"));
    EXPECT_THAT(watch.exports({connects("pump-1")}),
                ElementsAre(R"(300 pump-1 aws:disconnect-duration {"count":0})"));
    EXPECT_THAT(watch.exports({publishes("pump-1")}), IsEmpty());
    EXPECT_THAT(watch.exports({disconnects("pump-1").at(100s)}),
                ElementsAre(R"(900 pump-1 aws:disconnect-duration {"count":200})"));
    for (int slot = 3; slot < 11; ++slot) EXPECT_THAT(watch.exports({}), IsEmpty()) << slot;
    EXPECT_THAT(watch.exports({}),
                ElementsAre(R"(3600 pump-1 aws:disconnect-duration {"count":2900})"));
}

TEST(MetricExports, TellReportsOneByOneAtTheirTime) {
    ExportWatch watch(R"([{"metric": "aws:all-bytes-out", "exportMetric": true},
                          {"metric": "load", "exportMetric": true}])");
    EXPECT_THAT(watch.exports({reports("pump-1")
                                   .telling(R"({"header": {"report_id": 1, "version": "1.0"},
                "metrics": {"network_stats": {"bytes_out": 7}},
                "custom_metrics": {"load": [{"number": 2.5}]}})")
                                   .at(10s)}),
                ElementsAre(R"(10 pump-1 aws:all-bytes-out {"count":7})",
                            R"(10 pump-1 load {"number":2.5})"));
}

TEST(MetricExports, AreCutWhereAMessageWouldBeTooLarge) {
    ExportWatch watch(exported("aws:num-messages-sent"));
    std::vector<Seen> seen;
    for (int guest = 0; guest < 2'000; ++guest)
        seen.push_back(publishes(fmt::format("guest-{:04}", guest)));
    const auto told = watch.exports(seen);
    EXPECT_EQ(told.size(), 2'000U);
    EXPECT_TRUE(std::ranges::is_sorted(told));
    EXPECT_EQ(watch.messages, 2);
}

TEST(MetricExports, EndWithTheProfile) {
    ExportWatch watch(exported("aws:num-messages-sent"));
    watch.detect.remove("guard", watch.now);
    EXPECT_THAT(watch.exports({publishes("pump-1", 3)}), IsEmpty());
}

TEST(MetricExports, TakeATopicAndNoFilter) {
    const auto problems = problems_of(R"({"securityProfileName": "p", "metricsExportConfig":
        {"mqttTopic": "fleet/+", "roleArn": "arn:aws:iam::123456789012:role/x"}})");
    ASSERT_EQ(problems.all().size(), 1U);
    EXPECT_EQ(problems.all()[0].path, "metricsExportConfig.mqttTopic");
}
