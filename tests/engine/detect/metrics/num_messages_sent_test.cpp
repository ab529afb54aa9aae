#include <gtest/gtest.h>

#include "tests/engine/detect/watch.hpp"

using namespace support;
using Texts = std::vector<std::string>;

namespace {
const auto at_most_40 = rule("aws:num-messages-sent", "less-than-equals", R"({"count": 40})");
}

TEST(NumMessagesSent, SpeaksOnTheFirstMessageTooManyAndNotBefore) {
    Watch watch;
    watch.profile(at_most_40);
    EXPECT_EQ(watch.slot({publishes("pump-1", 40)}), none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 41)}), Texts{"pump-1 in-alarm 41"});
}

TEST(NumMessagesSent, SumsEverythingOneThingPublished) {
    Watch watch;
    watch.profile(at_most_40);
    EXPECT_EQ(watch.slot({publishes("pump-1", 21), publishes("pump-1", 20).to("dt/y").at(9s),
                          publishes("pump-2", 40)}),
              Texts{"pump-1 in-alarm 41"});
}

TEST(NumMessagesSent, IsBlindToDeliveriesDenialsAndDefenderReports) {
    Watch watch;
    watch.profile(at_most_40);
    EXPECT_EQ(watch.slot({receives("pump-1", 99), reports("pump-1"),
                          is_denied("pump-1", fleet::Reason::publish, 99),
                          publishes("pump-1", 99).to("$aws/things/pump-1/defender/metrics/cbor")}),
              none());
}

TEST(NumMessagesSent, CountsOtherReservedTopics) {
    Watch watch;
    watch.profile(at_most_40);
    EXPECT_EQ(watch.slot({publishes("pump-1", 41).to("$aws/things/pump-1/shadow/update")}),
              Texts{"pump-1 in-alarm 41"});
}

TEST(NumMessagesSent, IsZeroInASlotWithOtherActivityAndAbsentInAnIdleOne) {
    Watch watch;
    watch.profile(rule("aws:num-messages-sent", "greater-than", R"({"count": 0})"));
    EXPECT_EQ(watch.idle(3), none());
    EXPECT_EQ(watch.slot({subscribes("pump-1")}), none()) << "a subscription is no activity";
    EXPECT_EQ(watch.slot({receives("pump-1")}), Texts{"pump-1 in-alarm 0"});
}
