// Behaviours that look at some topics only.
#include <gmock/gmock.h>

#include "tests/engine/detect/watch.hpp"

using namespace support;
using testing::UnorderedElementsAre;
using Texts = std::vector<std::string>;

namespace {

std::string of_telemetry(std::string_view metric, std::string_view limit,
                         std::string_view more = "", std::string_view name = "Rule") {
    return std::string(R"([{"name": ")") + std::string(name) + R"(", "metric": ")" +
           std::string(metric) + R"(", "metricDimension": {"dimensionName": "telemetry")" +
           std::string(more) + R"(}, "criteria": {"comparisonOperator": "less-than", "value":
           {"count": )" +
           std::string(limit) + R"(}, "durationSeconds": 300}}])";
}

/// A watch whose dimension "telemetry" has these filters.
class Scoped : public Watch {
  public:
    explicit Scoped(const std::string& behaviors, std::vector<std::string> filters = {"dt/#"}) {
        definitions.dimensions = {{"telemetry", std::move(filters)}};
        profile(behaviors);
    }
};

}  // namespace

TEST(Dimension, CountsWhatMatchesIt) {
    Scoped watch(of_telemetry("aws:num-messages-sent", "10"));
    EXPECT_EQ(watch.slot({publishes("pump-1", 10).to("cmd/a"), publishes("pump-1", 9).to("dt/a")}),
              none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 10).to("dt/a"), publishes("pump-2", 99).to("x")}),
              Texts{"pump-1 in-alarm 10"});
    EXPECT_EQ(watch.slot({publishes("pump-1", 50).to("cmd/a")}), Texts{"pump-1 alarm-cleared 0"})
        << "0 of them, in an active slot";
}

TEST(Dimension, CountsWhatDoesNotMatchItWithNotIn) {
    Scoped watch(of_telemetry("aws:num-messages-sent", "10", R"(, "operator": "NOT_IN")"));
    EXPECT_EQ(watch.slot({publishes("pump-1", 50).to("dt/a"), publishes("pump-1", 9).to("x")}),
              none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 10).to("x")}), Texts{"pump-1 in-alarm 10"});
}

TEST(Dimension, MayNameTheClient) {
    Scoped watch(of_telemetry("aws:num-messages-sent", "10"), {"dt/${iot:ClientId}/state"});
    EXPECT_EQ(watch.slot({publishes("pump-1", 20).to("dt/pump-2/state"),
                          publishes("pump-2", 20).to("dt/pump-2/state")}),
              Texts{"pump-2 in-alarm 20"});
}

TEST(Dimension, IsOfReceivedMessagesTheirSizesAndFailuresToo) {
    Scoped received(of_telemetry("aws:num-messages-received", "10"));
    EXPECT_EQ(received.slot({receives("pump-1", 20).to("cmd"), receives("pump-2", 10).to("dt/a")}),
              Texts{"pump-2 in-alarm 10"});
    Scoped sizes(of_telemetry("aws:message-byte-size", "200"));
    EXPECT_EQ(sizes.slot({publishes("pump-1", 1, 500).to("cmd"),
                          publishes("pump-1", 1, 199).to("dt/a"), connects("pump-2")}),
              none());
    EXPECT_EQ(sizes.slot({publishes("pump-1", 1, 200).to("dt/a")}), Texts{"pump-1 in-alarm 200"});
    EXPECT_EQ(sizes.slot({publishes("pump-1", 1, 20).to("cmd")}), none())
        << "no message, no datapoint: the alarm stays";
    Scoped failures(of_telemetry("aws:num-authorization-failures", "1"));
    EXPECT_EQ(failures.slot({is_denied("pump-1", fleet::Reason::subscribe, 3).to("x/#")}), none());
    EXPECT_EQ(failures.slot({is_denied("pump-1", fleet::Reason::publish, 3).to("dt/a")}),
              Texts{"pump-1 in-alarm 3"});
}

TEST(Dimension, ADeniedConnectHasNoTopic) {
    Scoped inside(of_telemetry("aws:num-authorization-failures", "1"));
    EXPECT_EQ(inside.slot({is_denied("pump-1", fleet::Reason::connect, 3).to("")}), none());
    Scoped outside(
        of_telemetry("aws:num-authorization-failures", "1", R"(, "operator": "NOT_IN")"));
    EXPECT_EQ(outside.slot({is_denied("pump-1", fleet::Reason::connect, 3).to("")}),
              Texts{"pump-1 in-alarm 3"});
}

TEST(Dimension, StandsBesideTheSameMetricWithoutIt) {
    Scoped watch(of_telemetry("aws:num-messages-sent", "10"));
    watch.profile(sent(R"("durationSeconds": 300)"), {"all/things"}, "whole");
    EXPECT_EQ(watch.slot({publishes("pump-1", 8).to("dt/a"), publishes("pump-1", 8).to("x")}),
              Texts{"pump-1 in-alarm 16"});
    EXPECT_THAT(watch.slot({publishes("pump-1", 20).to("dt/a")}),
                UnorderedElementsAre("pump-1 in-alarm 20"))
        << "the other one is in alarm already";
}

TEST(Dimension, ATopicThatNobodyKnewBeforeIsAskedAbout) {
    Scoped watch(of_telemetry("aws:num-messages-sent", "10"), {"dt/+"});
    EXPECT_EQ(watch.slot({publishes("pump-1", 1).to("dt/a")}), none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 6).to("dt/new"), publishes("pump-1", 6).to("dt/b")}),
              Texts{"pump-1 in-alarm 12"});
}

TEST(Dimension, AnotherOneStartsTheRunAgain) {
    Scoped watch(of_telemetry("aws:num-messages-sent", "10"));
    watch.definitions.dimensions.push_back({"commands", {"cmd/#"}});
    EXPECT_EQ(watch.slot({publishes("pump-1", 10).to("dt/a")}), Texts{"pump-1 in-alarm 10"});
    auto other = of_telemetry("aws:num-messages-sent", "10");
    other.replace(other.find("telemetry"), 9, "commands");
    watch.profile(other);
    EXPECT_EQ(watch.slot({publishes("pump-1", 20).to("dt/a")}), Texts{"pump-1 alarm-cleared 0"})
        << "judged by the new one";
}

namespace {

std::string from_inside(std::string_view more = "") {
    return R"([{"name": "Rule", "metric": "aws:source-ip-address", "metricDimension":
           {"dimensionName": "telemetry")" +
           std::string(more) + R"(}, "criteria": {"comparisonOperator": "in-cidr-set", "value":
           {"cidrs": ["10.0.0.0/8"]}}}])";
}

}  // namespace

TEST(Dimension, OfAddressesHoldsThoseThatUsedItsTopics) {
    Scoped watch(from_inside());
    EXPECT_EQ(watch.slot({connects("pump-1", "8.8.8.8"), publishes("pump-1").to("cmd/a"),
                          connects("pump-2", "10.0.0.2"), publishes("pump-2").to("dt/a")}),
              none());
    EXPECT_EQ(watch.slot({receives("pump-1").to("dt/a").from("8.8.8.8")}),
              Texts{"pump-1 in-alarm 8.8.8.8"});
    EXPECT_EQ(watch.slot({publishes("pump-1").to("cmd/a").from("10.0.0.1")}), none())
        << "no event of the topics, no datapoint";
    EXPECT_EQ(watch.slot({publishes("pump-1").to("dt/a").from("10.0.0.1")}),
              Texts{"pump-1 alarm-cleared 10.0.0.1"});
}

TEST(Dimension, OfAddressesTakesAGrantedSubscriptionForNoUseOfItsTopics) {
    Scoped watch(from_inside());
    EXPECT_EQ(watch.slot({connects("pump-1", "8.8.8.8"),
                          subscribes("pump-1").to("dt/a").from("8.8.8.8").at(1s)}),
              none());
    EXPECT_EQ(
        watch.slot({is_denied("pump-1", fleet::Reason::subscribe).to("dt/a").from("8.8.8.8")}),
        Texts{"pump-1 in-alarm 8.8.8.8"})
        << "one that was denied is activity";
}

TEST(Dimension, OfAddressesListsThemByTheirTextsEachOnce) {
    Scoped watch(from_inside(R"(, "operator": "NOT_IN")"));
    EXPECT_EQ(watch.slot({publishes("pump-1").to("x").from("9.9.9.9"),
                          publishes("pump-1").to("dt/a").from("7.7.7.7").at(1s),
                          publishes("pump-1").to("y").from("8.8.8.8").at(2s),
                          publishes("pump-1").to("z").from("9.9.9.9").at(3s)}),
              Texts{"pump-1 in-alarm 8.8.8.8 9.9.9.9"});
}
