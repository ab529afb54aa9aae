// Windows that slide by a slot, and windows that follow one another.
#include <gtest/gtest.h>

#include "tests/engine/detect/watch.hpp"

using namespace support;
using Texts = std::vector<std::string>;

namespace {

/// At most ten messages in a quarter of an hour; the watch begins at midnight.
class Quarters : public Watch {
  public:
    explicit Quarters(bool tumbling, std::string_view more = "") {
        detect.set({.has_tumbling_windows = tumbling});
        profile(sent(R"("durationSeconds": 900)" + std::string(more), "11"));
    }
};

}  // namespace

TEST(Windows, SlideByASlot) {
    Quarters watch(false);
    EXPECT_EQ(watch.slot({publishes("pump-1", 6)}), none()) << "not full";
    EXPECT_EQ(watch.slot({publishes("pump-1", 1)}), none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 1)}), none()) << "8";
    EXPECT_EQ(watch.slot({publishes("pump-1", 9)}), Texts{"pump-1 in-alarm 11"});
    EXPECT_EQ(watch.slot({}), Texts{"pump-1 alarm-cleared 10"});
}

TEST(Windows, ThatTumbleEndWithTheirMultiplesOnly) {
    Quarters watch(true);
    EXPECT_EQ(watch.slot({publishes("pump-1", 6)}), none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 1)}), none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 1)}), none()) << "8 until a quarter past";
    EXPECT_EQ(watch.slot({publishes("pump-1", 9)}), none()) << "the next one has begun";
    EXPECT_EQ(watch.slot({publishes("pump-1", 2)}), none());
    EXPECT_EQ(watch.slot({}), Texts{"pump-1 in-alarm 11"});
    EXPECT_EQ(watch.events.back().time, watch.now) << "at half past";
    EXPECT_EQ(watch.slot({publishes("pump-1", 1)}), none());
    EXPECT_EQ(watch.slot({}), none());
    EXPECT_EQ(watch.slot({}), Texts{"pump-1 alarm-cleared 1"});
}

TEST(Windows, ThatTumbleCountOnceTowardsAnAlarm) {
    Quarters watch(true, R"(, "consecutiveDatapointsToAlarm": 2)");
    for (int slot = 0; slot < 5; ++slot)
        EXPECT_EQ(watch.slot({publishes("pump-1", 20)}), none()) << slot;
    EXPECT_EQ(watch.slot({publishes("pump-1", 20)}), Texts{"pump-1 in-alarm 60"});
    EXPECT_EQ(watch.detect.behaviors_for("pump-1").front().pace, 900s);
}

TEST(Windows, ThatTumbleOverAQuietTimeYieldNothing) {
    Quarters watch(true);
    for (int slot = 0; slot < 3; ++slot) watch.slot({publishes("pump-1", 20)});
    ASSERT_EQ(watch.events.size(), 1U);
    EXPECT_EQ(watch.idle(30), none()) << "an idle thing says nothing";
    EXPECT_EQ(watch.slot({publishes("pump-1", 1)}), none());
    EXPECT_EQ(watch.idle(2), Texts{"pump-1 alarm-cleared 1"});
}

TEST(Windows, OfTheFleetTumbleTogether) {
    Watch watch;
    watch.detect.set({.has_tumbling_windows = true});
    watch.profile(R"([{"name": "Rule", "metric": "aws:num-messages-sent", "criteria": {
        "comparisonOperator": "less-than-equals", "durationSeconds": 600,
        "statisticalThreshold": {"statistic": "p50"}}}])");
    EXPECT_EQ(watch.slot({publishes("pump-1", 1), publishes("pump-2", 9)}), none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 1), publishes("pump-2", 9)}),
              Texts{"pump-2 in-alarm 18"});
    EXPECT_EQ(watch.slot({publishes("pump-1", 99), publishes("pump-2", 1)}), none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 1), publishes("pump-2", 1)}),
              (Texts{"pump-1 in-alarm 100", "pump-2 alarm-cleared 2"}));
}

TEST(DisconnectDuration, CountsSecondsOnRequest) {
    Watch watch;
    watch.detect.set({.counts_absence_in_seconds = true});
    watch.profile(rule("aws:disconnect-duration", "less-than", R"({"count": 400})", ""));
    EXPECT_EQ(watch.slot({connects("pump-1").at(0s), disconnects("pump-1").at(1500ms)}), none());
    EXPECT_EQ(watch.slot({}), Texts{"pump-1 in-alarm 598"});
}

TEST(Windows, MayTakeWhoIsConnectedForActive) {
    Watch watch;
    engine::DetectReading reading;
    reading.is_connected_active = true;
    watch.detect.set(reading);
    watch.profile(rule("aws:num-messages-sent", "greater-than", R"({"count": 0})"));
    EXPECT_EQ(watch.slot({connects("pump-1"), publishes("pump-1")}), none());
    EXPECT_EQ(watch.idle(1), Texts{"pump-1 in-alarm 0"});
    EXPECT_EQ(watch.slot({publishes("pump-1"), disconnects("pump-1").at(1s)}),
              Texts{"pump-1 alarm-cleared 1"});
    EXPECT_EQ(watch.idle(3), none()) << "it is gone";
}

TEST(Windows, OfASlotThatTheRunDoesNotSeeTheEndOfAreNotJudged) {
    Watch watch;
    watch.profile(sent("\"durationSeconds\": 300"));
    const auto last =
        slice_of(watch.dictionary, watch.now, watch.now + 299s, {publishes("pump-1", 40)});
    EXPECT_TRUE(watch.play(last).empty());
    watch.detect.conclude();
    EXPECT_TRUE(watch.detect.active_violations().empty());
}
