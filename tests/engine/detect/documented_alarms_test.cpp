// The alarms that AWS's own sample output shows: a behaviour states what is normal, so that they
// come on the side that one hardly expects.
#include <gtest/gtest.h>

#include "tests/engine/detect/watch.hpp"

using namespace support;
using Texts = std::vector<std::string>;

TEST(DocumentedAlarms, MoreThanTenFailuresAreNormalAndNoneIsAnAlarm) {
    Watch watch;
    watch.profile(rule("aws:num-authorization-failures", "greater-than", R"({"count": 10})"));
    EXPECT_EQ(watch.slot({publishes("pump-1")}), Texts{"pump-1 in-alarm 0"});
    EXPECT_EQ(watch.slot({is_denied("pump-1", fleet::Reason::publish, 11)}),
              Texts{"pump-1 alarm-cleared 11"});
}

TEST(DocumentedAlarms, LargerThanHundredAndTwentyEightBytesIsNormalAndHundredAndTenIsAnAlarm) {
    Watch watch;
    watch.profile(rule("aws:message-byte-size", "greater-than", R"({"count": 128})", ""));
    EXPECT_EQ(watch.slot({publishes("pump-1", 1, 129), publishes("pump-2", 1, 110)}),
              Texts{"pump-2 in-alarm 110"});
}

TEST(DocumentedAlarms, FewerThanTenMessagesAreNormalAndFiftyFourAreAnAlarm) {
    Watch watch;
    watch.profile(rule("aws:num-messages-sent", "less-than", R"({"count": 10})"));
    EXPECT_EQ(watch.slot({publishes("pump-1", 54), publishes("pump-2", 9)}),
              Texts{"pump-1 in-alarm 54"});
}
