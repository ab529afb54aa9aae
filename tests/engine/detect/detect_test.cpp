#include <gtest/gtest.h>

#include <algorithm>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"
#include "tests/engine/detect/watch.hpp"

using namespace support;
using Texts = std::vector<std::string>;

TEST(Detect, StampsEventsWithTheEndOfTheSlot) {
    Watch watch;
    watch.profile(sent(R"("durationSeconds": 300)"));
    watch.slot({publishes("pump-1", 10).at(299s)});
    ASSERT_EQ(watch.events.size(), 1U);
    EXPECT_EQ(fleet::format_time(watch.events[0].time), "2018-08-06T00:05:00Z");
}

TEST(Detect, NamesAViolationByAccountProfileBehaviorThingAndStart) {
    Watch watch;
    watch.profile(sent(R"("durationSeconds": 300)"));
    watch.slot({publishes("pump-1", 10)});
    watch.slot({publishes("pump-1", 1)});
    ASSERT_EQ(watch.events.size(), 2U);
    const Texts parts{"123456789012", "guard", "Rule", "pump-1", "1533513900000"};
    EXPECT_EQ(watch.events[0].violation_id, fleet::stable_id(parts));
    EXPECT_EQ(watch.events[1].violation_id, watch.events[0].violation_id);
}

TEST(Detect, CountsConsecutiveDatapointsToAlarmAndToClear) {
    Watch watch;
    watch.profile(sent(R"("durationSeconds": 300, "consecutiveDatapointsToAlarm": 3,
                          "consecutiveDatapointsToClear": 2)"));
    const auto play = [&](std::uint32_t count) { return watch.slot({publishes("pump-1", count)}); };
    EXPECT_EQ(play(11), none());
    EXPECT_EQ(play(12), none());
    EXPECT_EQ(play(1), none()) << "the run is broken";
    EXPECT_EQ(play(11), none());
    EXPECT_EQ(play(12), none());
    EXPECT_EQ(play(13), Texts{"pump-1 in-alarm 13"});
    EXPECT_EQ(play(14), none()) << "no repeat while in alarm";
    EXPECT_EQ(play(1), none());
    EXPECT_EQ(play(15), none()) << "the clear run is broken";
    EXPECT_EQ(play(2), none());
    EXPECT_EQ(play(3), Texts{"pump-1 alarm-cleared 3"});
    EXPECT_EQ(play(11), none()) << "counting begins anew";
}

TEST(Detect, AGapNeitherBreaksNorExtendsARun) {
    Watch watch;
    watch.profile(sent(R"("durationSeconds": 300, "consecutiveDatapointsToAlarm": 2)"));
    EXPECT_EQ(watch.slot({publishes("pump-1", 11)}), none());
    EXPECT_EQ(watch.idle(50), none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 12)}), Texts{"pump-1 in-alarm 12"});
}

TEST(Detect, KeepsTheStartAndMovesTheLastValueOfAnActiveViolation) {
    Watch watch;
    watch.profile(sent(R"("durationSeconds": 300)"));
    watch.slot({publishes("pump-1", 11)});
    watch.slot({publishes("pump-1", 12)});
    const auto start = watch.events.at(0).time;
    auto active = watch.detect.active_violations();
    ASSERT_EQ(active.size(), 1U);
    EXPECT_EQ(active[0].violation_start_time, start);
    EXPECT_EQ(active[0].last_violation_time, start + 300s);
    EXPECT_EQ(active[0].last_value->count, 12U);
    EXPECT_EQ(active[0].violation_id, watch.events[0].violation_id);
    watch.slot({publishes("pump-1", 1)});
    EXPECT_TRUE(watch.detect.active_violations().empty());
}

TEST(Detect, InvalidatesAnAlarmWhenTheThingIsSilentForMoreThanTwoDays) {
    Watch watch;
    watch.profile(sent(R"("durationSeconds": 300)"));
    watch.slot({publishes("pump-1", 11)});
    const auto last = watch.now;
    EXPECT_EQ(watch.idle(576), none()) << "exactly two days is not more than two days";
    EXPECT_EQ(watch.detect.active_violations().size(), 1U);
    EXPECT_EQ(watch.idle(1), Texts{"pump-1 alarm-invalidated"});
    EXPECT_EQ(watch.events.back().time, last + 48h + 5min);
    EXPECT_EQ(watch.events.back().violation_id, watch.events.front().violation_id);
    EXPECT_TRUE(watch.detect.active_violations().empty());
    EXPECT_EQ(watch.slot({publishes("pump-1", 11)}), Texts{"pump-1 in-alarm 11"});
}

TEST(Detect, StampsAnInvalidationWithItsOwnSlotWhenAStretchIsSkipped) {
    Watch watch;
    watch.profile(sent(R"("durationSeconds": 300)"));
    watch.slot({publishes("pump-1", 11)});
    const auto last = watch.now;
    watch.slot({publishes("pump-2", 11)});
    EXPECT_EQ(watch.idle(10'000), (Texts{"pump-1 alarm-invalidated", "pump-2 alarm-invalidated"}));
    EXPECT_EQ(watch.events[2].time, last + 48h + 5min);
    EXPECT_EQ(watch.events[3].time, last + 48h + 10min);
}

TEST(Detect, AnyMetricOfTheThingKeepsItsAlarmAlive) {
    Watch watch;
    watch.profile(rule("aws:message-byte-size", "less-than", R"({"count": 50})", ""));
    watch.slot({publishes("pump-1")});
    watch.idle(500);
    EXPECT_EQ(watch.slot({receives("pump-1")}), none()) << "no datapoint of its own metric";
    EXPECT_EQ(watch.idle(576), none());
    EXPECT_EQ(watch.idle(1), Texts{"pump-1 alarm-invalidated"});
}

TEST(Detect, JudgesALongWindowOnlyWhenItIsFull) {
    Watch watch;
    watch.profile(rule("aws:num-messages-sent", "greater-than", R"({"count": 30})",
                       R"("durationSeconds": 900)"));
    EXPECT_EQ(watch.slot({publishes("pump-1", 10)}), none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 10)}), none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 10)}), Texts{"pump-1 in-alarm 30"});
    EXPECT_EQ(watch.slot({publishes("pump-1", 11)}), Texts{"pump-1 alarm-cleared 31"});
}

TEST(Detect, LetsABurstAgeOutOfALongWindow) {
    Watch watch;
    watch.profile(sent(R"("durationSeconds": 900)", "50"));
    watch.slot({publishes("pump-1", 1)});
    watch.slot({publishes("pump-1", 1)});
    EXPECT_EQ(watch.slot({publishes("pump-1", 60)}), Texts{"pump-1 in-alarm 62"});
    watch.slot({publishes("pump-1", 1)});
    EXPECT_EQ(watch.idle(1), none()) << "62 messages are still in the window";
    EXPECT_EQ(watch.idle(1), Texts{"pump-1 alarm-cleared 1"});
    EXPECT_EQ(watch.idle(5), none()) << "an empty window yields no datapoint";
}

TEST(Detect, SlidesAnHourBySlots) {
    Watch watch;
    watch.profile(sent(R"("durationSeconds": 3600)", "13"));
    for (int i = 0; i < 12; ++i) EXPECT_EQ(watch.slot({publishes("pump-1", 1)}), none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 2)}), Texts{"pump-1 in-alarm 13"});
    for (int i = 0; i < 11; ++i) EXPECT_EQ(watch.slot({publishes("pump-1", 1)}), none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 1)}), Texts{"pump-1 alarm-cleared 12"});
}

TEST(Detect, AnObservationThatStandsForManyEqualsMany) {
    const auto play = [](bool folded) {
        Watch watch;
        watch.profile(sent(R"("durationSeconds": 300)"));
        std::vector<Seen> seen;
        for (int i = 0; i < 11; ++i) seen.push_back(publishes("pump-1", 1, 10 + (i % 3)));
        watch.slot(folded ? std::vector{publishes("pump-1", 11).of_bytes(10, 12)} : seen);
        return watch.detect.active_violations().at(0).last_value;
    };
    EXPECT_EQ(play(true), play(false));
    EXPECT_EQ(play(true)->count, 11U);
}

TEST(Detect, JudgesPartialSlicesAtTheEndOfTheirSlot) {
    Watch watch;
    watch.now += 100s;
    watch.profile(sent(R"("durationSeconds": 300)"));
    const auto end = fleet::slot_start(watch.now) + 300s;
    EXPECT_TRUE(
        watch.play(slice_of(watch.dictionary, watch.now, watch.now + 50s, {publishes("pump-1", 5)}))
            .empty());
    const auto events = watch.play(
        slice_of(watch.dictionary, watch.now, watch.now + 100s, {publishes("pump-1", 5)}));
    EXPECT_TRUE(events.empty()) << "the slot is not over";
    watch.now = end - 300s;
    EXPECT_EQ(watch.idle(1), Texts{"pump-1 in-alarm 10"});
    EXPECT_EQ(watch.events.back().time, end);
}

TEST(Detect, AProfileJudgesFromItsOwnBeginning) {
    Watch watch;
    watch.slot({publishes("pump-1", 99)});
    watch.profile(sent(R"("durationSeconds": 300)"));
    EXPECT_EQ(watch.slot({publishes("pump-1", 9)}), none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 10)}), Texts{"pump-1 in-alarm 10"});
}
