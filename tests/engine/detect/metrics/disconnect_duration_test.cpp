// How long things have been away.
#include <gtest/gtest.h>

#include "tests/engine/detect/watch.hpp"

using namespace support;
using Texts = std::vector<std::string>;

namespace {

std::string away(std::string_view limit, std::string_view more = "",
                 std::string_view comparison = "less-than") {
    return rule("aws:disconnect-duration", comparison, R"({"count": )" + std::string(limit) + "}",
                more);
}

/// A watch under which nobody may be away for ten minutes.
class Away : public Watch {
  public:
    explicit Away(const std::string& behaviors = away("10")) { profile(behaviors); }
};

}  // namespace

TEST(DisconnectDuration, AlarmsAtTheEndOfTheSlotInWhichTheThingHasBeenAwaySoLong) {
    Away watch;
    EXPECT_EQ(watch.slot({connects("pump-1").at(0s), disconnects("pump-1").at(60s)}), none());
    EXPECT_EQ(watch.slot({}), none()) << "nine minutes";
    EXPECT_EQ(watch.slot({}), Texts{"pump-1 in-alarm 14"});
    EXPECT_EQ(watch.events.back().time, watch.now);
    EXPECT_EQ(watch.slot({}), none());
    EXPECT_EQ(watch.slot({connects("pump-1", "10.0.0.1", 2)}), Texts{"pump-1 alarm-cleared 0"});
}

TEST(DisconnectDuration, CountsWholeMinutesThatAreOver) {
    Away watch;
    EXPECT_EQ(watch.slot({connects("pump-1").at(0s), disconnects("pump-1").at(1ms)}), none());
    EXPECT_EQ(watch.slot({}), none()) << "ten minutes but a millisecond";
    EXPECT_EQ(watch.slot({}), Texts{"pump-1 in-alarm 14"});
    Away exact;
    EXPECT_EQ(exact.slot({connects("pump-1").at(0s), disconnects("pump-1").at(0s)}), none());
    EXPECT_EQ(exact.slot({}), Texts{"pump-1 in-alarm 10"});
    Away equal(away("10", "", "less-than-equals"));
    EXPECT_EQ(equal.slot({connects("pump-1").at(0s), disconnects("pump-1").at(0s)}), none());
    EXPECT_EQ(equal.slot({}), none());
    EXPECT_EQ(equal.slot({}), Texts{"pump-1 in-alarm 15"});
}

TEST(DisconnectDuration, AThingThatNeverConnectedIsNotAway) {
    Away watch;
    EXPECT_EQ(watch.slot({is_denied("pump-1", fleet::Reason::connect), connects("pump-2")}),
              none());
    for (int i = 0; i < 5; ++i) EXPECT_EQ(watch.slot({}), none()) << "connected is not away";
}

TEST(DisconnectDuration, ATakenOverConnectionEndsNothing) {
    Away watch;
    EXPECT_EQ(
        watch.slot({connects("pump-1", "10.0.0.1", 1).at(0s),
                    connects("pump-1", "10.0.0.2", 2).at(10s), disconnects("pump-1", 1).at(10s)}),
        none());
    for (int i = 0; i < 5; ++i) EXPECT_EQ(watch.slot({}), none());
    EXPECT_EQ(watch.slot({disconnects("pump-1", 2)}), none());
    EXPECT_EQ(watch.slot({}), Texts{"pump-1 in-alarm 10"});
}

TEST(DisconnectDuration, CountsDatapointsInARowSlotBySlot) {
    Away watch(
        away("5", R"("consecutiveDatapointsToAlarm": 3, "consecutiveDatapointsToClear": 2)"));
    EXPECT_EQ(watch.slot({connects("pump-1").at(0s), disconnects("pump-1").at(0s)}), none());
    EXPECT_EQ(watch.slot({}), none());
    EXPECT_EQ(watch.slot({}), Texts{"pump-1 in-alarm 15"});
    EXPECT_EQ(watch.slot({connects("pump-1", "10.0.0.1", 2)}), none());
    EXPECT_EQ(watch.slot({}), Texts{"pump-1 alarm-cleared 0"}) << "connected, and silent";
}

TEST(DisconnectDuration, ItsAlarmOutlastsTwoDaysOfSilenceAndOthersDoNot) {
    Away watch;
    watch.profile(sent(R"("durationSeconds": 300)"), {"all/things"}, "traffic");
    EXPECT_EQ(watch.slot({connects("pump-1").at(0s), publishes("pump-1", 20),
                          disconnects("pump-1").at(1s)}),
              Texts{"pump-1 in-alarm 20"});
    EXPECT_EQ(watch.idle(2), Texts{"pump-1 in-alarm 14"});
    EXPECT_EQ(watch.idle(900), Texts{"pump-1 alarm-invalidated"}) << "that of the traffic";
    EXPECT_EQ(watch.slot({connects("pump-1", "10.0.0.1", 2)}), Texts{"pump-1 alarm-cleared 0"});
}

TEST(DisconnectDuration, IsKnownToAProfileThatCameLater) {
    Watch watch;
    watch.slot({connects("pump-1").at(0s), disconnects("pump-1").at(0s)});
    watch.idle(4);
    watch.profile(away("10"));
    EXPECT_EQ(watch.slot({}), Texts{"pump-1 in-alarm 30"});
}

TEST(DisconnectDuration, LooksAtItsTargetsOnly) {
    Watch watch;
    watch.profile(away("10"), {"thinggroup/plant"});
    EXPECT_EQ(watch.slot({connects("pump-1").at(0s), disconnects("pump-1").at(0s),
                          connects("pump-2").at(0s), disconnects("pump-2").at(0s)}),
              none());
    EXPECT_EQ(watch.slot({}), Texts{"pump-1 in-alarm 10"});
}
