#include "engine/detect/alarm.hpp"

#include <gtest/gtest.h>

using namespace engine;

TEST(Alarm, IsOneByte) { EXPECT_EQ(sizeof(AlarmState), 1U); }

TEST(Alarm, RaisesOnceAtTheLastOfTheRun) {
    AlarmState state;
    for (int i = 0; i < 9; ++i) EXPECT_EQ(step(state, false, 10, 1), AlarmStep::none);
    EXPECT_EQ(step(state, false, 10, 1), AlarmStep::raised);
    EXPECT_EQ(step(state, false, 10, 1), AlarmStep::violated_again);
}

TEST(Alarm, ClearsOnceAtTheLastOfTheRun) {
    AlarmState state{.is_on = 1, .run = 0};
    EXPECT_EQ(step(state, true, 1, 2), AlarmStep::none);
    EXPECT_EQ(step(state, true, 1, 2), AlarmStep::cleared);
    EXPECT_EQ(step(state, true, 1, 2), AlarmStep::none);
}

TEST(Alarm, ADatapointOfTheOtherKindBreaksTheRun) {
    AlarmState state;
    EXPECT_EQ(step(state, false, 2, 2), AlarmStep::none);
    EXPECT_EQ(step(state, true, 2, 2), AlarmStep::none);
    EXPECT_EQ(step(state, false, 2, 2), AlarmStep::none);
    EXPECT_EQ(step(state, false, 2, 2), AlarmStep::raised);
    EXPECT_EQ(step(state, true, 2, 2), AlarmStep::none);
    EXPECT_EQ(step(state, false, 2, 2), AlarmStep::violated_again);
    EXPECT_EQ(step(state, true, 2, 2), AlarmStep::none);
    EXPECT_EQ(step(state, true, 2, 2), AlarmStep::cleared);
}
