#include <gtest/gtest.h>

#include "tests/engine/detect/watch.hpp"

using namespace support;
using Texts = std::vector<std::string>;

namespace {
const auto below_10 = rule("aws:num-messages-received", "less-than", R"({"count": 10})");
}

TEST(NumMessagesReceived, SpeaksAtItsLimitAndNotBelow) {
    Watch watch;
    watch.profile(below_10);
    EXPECT_EQ(watch.slot({receives("pump-1", 9)}), none());
    EXPECT_EQ(watch.slot({receives("pump-1", 10)}), Texts{"pump-1 in-alarm 10"});
}

TEST(NumMessagesReceived, IsBlindToPublishesAndDefenderReplies) {
    Watch watch;
    watch.profile(below_10);
    EXPECT_EQ(watch.slot(
                  {publishes("pump-1", 99),
                   receives("pump-1", 99).to("$aws/things/pump-1/defender/metrics/json/accepted")}),
              none());
}

TEST(NumMessagesReceived, IsZeroInASlotWithOtherActivityAndAbsentInAnIdleOne) {
    Watch watch;
    watch.profile(rule("aws:num-messages-received", "greater-than", R"({"count": 0})"));
    EXPECT_EQ(watch.idle(2), none());
    EXPECT_EQ(watch.slot({publishes("pump-1")}), Texts{"pump-1 in-alarm 0"});
}
