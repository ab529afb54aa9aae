#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/runs.hpp"

using namespace support;
using testing::HasSubstr;

namespace {

ARun flooded() {
    ARun run;
    run.flood("pump-1", 4h, 4h + 30min);
    run.alarm("pump-1", 4h + 10min);
    return run;
}

}  // namespace

TEST(ScoreName, ScoresAreBoundedAndNameWhatCostThem) {
    auto run = flooded();
    run.alarm("pump-2", 7h);
    EXPECT_TRUE(run.judge(R"({"score": {"detect.recall": 1}})", "detect.recall").is_met);
    EXPECT_TRUE(run.judge(R"({"score": {"detect.overall.f1": ">= 0.6"}})", "detect").is_met);
    EXPECT_TRUE(
        run.judge(R"({"score": {"detect.timeToDetectSeconds.p90": "<= 600"}})", "detect").is_met);
    EXPECT_TRUE(run.judge(R"({"score": {"detect.behaviors.Base/Quiet.precision": null}})", "detect")
                    .is_met);
    const auto precision =
        run.judge(R"({"score": {"detect.behaviors.Base/Flood.precision": ">= 0.9"}})", "detect");
    EXPECT_EQ(precision.why,
              "expected detect.behaviors.Base/Flood.precision is at least 0.9, found 0.5; 1 false: "
              "Base/Flood on pump-2 at 2018-08-06T07:00:00Z");
    const auto costs =
        run.judge(R"({"score": {"detect.falseAlarmsPerDeviceDay": "<= 0.01"}})", "detect");
    EXPECT_THAT(costs.why, HasSubstr("found 0.25; 1 false: Base/Flood on pump-2"));
}

TEST(ScoreName, ANullFigureAndAnUnknownRuleSayWhy) {
    ARun run;
    EXPECT_THAT(run.judge(R"({"score": {"audit.recall": 1}})", "audit.recall").why,
                HasSubstr("found null: there was nothing to measure"));
    EXPECT_THAT(run.judge(R"({"score": {"detect.behaviors.Base/Floot.recall": 1}})", "detect").why,
                HasSubstr("this run has no behavior Base/Floot (did you mean \"Base/Flood\"?)"));
}
