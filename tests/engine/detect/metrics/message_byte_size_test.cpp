#include <gtest/gtest.h>

#include "tests/engine/detect/watch.hpp"

using namespace support;
using Texts = std::vector<std::string>;

namespace {
const auto at_most_128 = rule("aws:message-byte-size", "less-than-equals", R"({"count": 128})", "");
const auto above_128 = rule("aws:message-byte-size", "greater-than", R"({"count": 128})", "");
}  // namespace

TEST(MessageByteSize, JudgesTheLargestMessageByAnUpperLimit) {
    Watch watch;
    watch.profile(at_most_128);
    EXPECT_EQ(watch.slot({publishes("pump-1", 3).of_bytes(1, 128)}), none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 3).of_bytes(1, 129), publishes("pump-1").at(1s)}),
              Texts{"pump-1 in-alarm 129"});
}

TEST(MessageByteSize, JudgesTheSmallestMessageByALowerLimit) {
    Watch watch;
    watch.profile(above_128);
    EXPECT_EQ(watch.slot({publishes("pump-1", 3).of_bytes(129, 900)}), none());
    EXPECT_EQ(
        watch.slot({publishes("pump-1", 3).of_bytes(500, 900), publishes("pump-1", 1, 110).at(1s)}),
        Texts{"pump-1 in-alarm 110"});
}

TEST(MessageByteSize, HasNoDatapointWithoutAMessage) {
    Watch watch;
    watch.profile(above_128);
    EXPECT_EQ(watch.slot({connects("pump-1"), receives("pump-1"), reports("pump-1")}), none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 1, 0)}), Texts{"pump-1 in-alarm 0"})
        << "an empty message is a message";
}

TEST(MessageByteSize, IsBlindToDefenderTraffic) {
    Watch watch;
    watch.profile(at_most_128);
    EXPECT_EQ(
        watch.slot({publishes("pump-1", 1, 9000).to("$aws/things/pump-1/defender/metrics/json")}),
        none());
}

TEST(MessageByteSize, LooksAtAllMessagesOfALongerWindow) {
    Watch watch;
    watch.profile(rule("aws:message-byte-size", "less-than", R"({"count": 200})",
                       R"("durationSeconds": 600)"));
    EXPECT_EQ(watch.slot({publishes("pump-1", 1, 900)}), none()) << "the window is not full yet";
    EXPECT_EQ(watch.slot({receives("pump-1")}), Texts{"pump-1 in-alarm 900"});
    EXPECT_EQ(watch.slot({receives("pump-1")}), none()) << "no message in the window: no datapoint";
    EXPECT_EQ(watch.slot({publishes("pump-1")}), Texts{"pump-1 alarm-cleared 100"});
}
