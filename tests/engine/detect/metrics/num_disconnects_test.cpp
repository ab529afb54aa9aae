#include <gtest/gtest.h>

#include "tests/engine/detect/watch.hpp"

using namespace support;
using Texts = std::vector<std::string>;

namespace {
const auto below_2 = rule("aws:num-disconnects", "less-than", R"({"count": 2})");
}

TEST(NumDisconnects, SpeaksAtItsLimitAndNotBelow) {
    Watch watch;
    watch.profile(below_2);
    EXPECT_EQ(watch.slot({connects("pump-1"), disconnects("pump-1").at(1s)}), none());
    EXPECT_EQ(
        watch.slot({connects("pump-1", "10.0.0.1", 2), disconnects("pump-1", 2).at(1s),
                    connects("pump-1", "10.0.0.1", 3).at(2s), disconnects("pump-1", 3).at(3s)}),
        Texts{"pump-1 in-alarm 2"});
}

TEST(NumDisconnects, IsBlindToConnects) {
    Watch watch;
    watch.profile(below_2);
    EXPECT_EQ(watch.slot({connects("pump-1"), connects("pump-1", "10.0.0.1", 2),
                          is_denied("pump-1", fleet::Reason::connect, 9)}),
              none());
}

TEST(NumDisconnects, IsZeroInAnActiveSlotAndAbsentInAnIdleOne) {
    Watch watch;
    watch.profile(rule("aws:num-disconnects", "greater-than-equals", R"({"count": 1})"));
    EXPECT_EQ(watch.idle(2), none());
    EXPECT_EQ(watch.slot({publishes("pump-1")}), Texts{"pump-1 in-alarm 0"});
}
