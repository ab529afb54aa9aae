#include "engine/score/measures.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "tests/support/runs.hpp"

using namespace support;

TEST(Measures, RatiosWithNothingBelowAreNull) {
    const score::Tally nothing;
    EXPECT_EQ(nothing.precision(), std::nullopt);
    EXPECT_EQ(nothing.recall(), std::nullopt);
    EXPECT_EQ(nothing.f1(), std::nullopt);
    const score::Tally only_false{.true_positives = 0, .false_positives = 2, .false_negatives = 0};
    EXPECT_EQ(only_false.precision(), 0.0);
    EXPECT_EQ(only_false.recall(), std::nullopt);
    EXPECT_EQ(only_false.f1(), 0.0);
}

TEST(Measures, RatiosFollowFromTheCounts) {
    const score::Tally tally{.true_positives = 3, .false_positives = 1, .false_negatives = 2};
    EXPECT_DOUBLE_EQ(*tally.precision(), 0.75);
    EXPECT_DOUBLE_EQ(*tally.recall(), 0.6);
    EXPECT_DOUBLE_EQ(*tally.f1(), 2 * 0.75 * 0.6 / (0.75 + 0.6));
}

TEST(Measures, TimeToDetectIsANearestRankPercentile) {
    ARun run;
    for (int i = 1; i <= 10; ++i) {
        run.flood("pump-" + std::to_string(i), 4h, 5h);
        run.alarm("pump-" + std::to_string(i), 4h + i * 1min);
    }
    auto score = run.mark();
    EXPECT_EQ(score.time_to_detect_p50_seconds, 300);
    EXPECT_EQ(score.time_to_detect_p90_seconds, 540);
    EXPECT_EQ(score.time_to_detect_max_seconds, 600);
    run.flood("kettle-1", 4h, 5h);
    run.alarm("kettle-1", 4h + 1500ms);
    run.flood("kettle-2", 4h, 5h);  // never found
    score = run.mark();
    EXPECT_EQ(score.time_to_detect_p50_seconds, 300);
    EXPECT_EQ(score.time_to_detect_p90_seconds, 540);
}

TEST(Measures, FalseAlarmsAreCountedPerDeviceAndDay) {
    ARun run;
    run.alarm("pump-1", 1h);
    run.alarm("pump-2", 2h);
    EXPECT_EQ(run.mark().false_alarms_per_device_day, 0.5);
    run.facts.end = run_start + 12h;
    EXPECT_EQ(run.mark().false_alarms_per_device_day, 1.0);
    run.facts.devices = 0;
    EXPECT_EQ(run.mark().false_alarms_per_device_day, std::nullopt);
}

TEST(Measures, HaveNamesOfTheirOwnAndMeanings) {
    std::set<std::string_view> names;
    for (const auto* measure : score::tally_measures()) {
        EXPECT_TRUE(names.insert(measure->name).second) << measure->name;
        EXPECT_FALSE(measure->meaning.empty());
    }
    for (const auto* measure : score::detect_measures()) {
        EXPECT_TRUE(names.insert(measure->name).second) << measure->name;
        EXPECT_FALSE(measure->meaning.empty());
    }
    EXPECT_EQ(names.size(), 10);
}

TEST(ScoreJson, HasExactlyTheKeysOthersRead) {
    ARun run;
    run.flood("pump-1", 4h, 5h);
    run.alarm("pump-1", 4h + 10min);
    run.audit(1h, "LOGGING_DISABLED_CHECK");
    const auto json = score::to_json(run.mark());
    EXPECT_EQ(fleet::to_line(json),
              R"({"passed":true,"audit":{"overall":{"truePositives":0,"falsePositives":0,)"
              R"("falseNegatives":0,"precision":null,"recall":null,"f1":null},"checks":{)"
              R"("LOGGING_DISABLED_CHECK":{"truePositives":0,"falsePositives":0,)"
              R"("falseNegatives":0,"precision":null,"recall":null,"f1":null}}},)"
              R"("detect":{"overall":{"truePositives":1,"falsePositives":0,"falseNegatives":0,)"
              R"("precision":1,"recall":1,"f1":1},"behaviors":{)"
              R"("Base/Address":{"truePositives":0,"falsePositives":0,"falseNegatives":0,)"
              R"("precision":null,"recall":null,"f1":null},)"
              R"("Base/Flood":{"truePositives":1,"falsePositives":0,"falseNegatives":0,)"
              R"("precision":1,"recall":1,"f1":1},)"
              R"("Base/Quiet":{"truePositives":0,"falsePositives":0,"falseNegatives":0,)"
              R"("precision":null,"recall":null,"f1":null}},)"
              R"("incidents":[{"incident":"message-flood-1","kind":"message-flood",)"
              R"("thing":"pump-1","behavior":"Base/Flood","found":true,"mustStaySilent":false,)"
              R"("timeToDetectSeconds":600}],)"
              R"("timeToDetectSeconds":{"p50":600,"p90":600,"max":600},)"
              R"("falseAlarmsPerDeviceDay":0},"expectations":[]})");
}
