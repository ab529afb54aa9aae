// What is not met, told side by side.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/support/runs.hpp"

using namespace support;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

std::string difference(const ARun& run, const std::string& expect, const char* words,
                       std::size_t width = 96) {
    return score::difference_text(run.judge(expect, words), width);
}

}  // namespace

TEST(Difference, IsNoneWhereAnExpectationIsMet) {
    ARun run;
    run.alarm("pump-1", 1h);
    EXPECT_THAT(difference(run, R"({"alarms": [{"behavior": "Flood"}]})", "at least 1"), IsEmpty());
}

TEST(Difference, ShowsTheNearestFieldByFieldAndMarksWhatDiffers) {
    ARun run;
    run.alarm("pump-2", 4h);
    EXPECT_EQ(difference(run,
                         R"({"alarms": [{"behavior": "Base/Flood", "cohort": "pumps",
                                         "thing": "pump-1", "at": "+1h"}]})",
                         "at least 1", 84),
              "nearest: Base/Flood on pump-2 at 2018-08-06T04:00:00Z: differs in thing, time\n"
              "            expected                          found\n"
              "  behavior  Base/Flood                        Base/Flood\n"
              "  cohort    pumps                             pumps\n"
              "* thing     pump-1                            pump-2\n"
              "* time      between 2018-08-06T01:00:00Z and  2018-08-06T04:00:00Z\n"
              "            2018-08-06T01:05:00Z\n");
}

TEST(Difference, ShowsThreeThatAreNearAndNoneThatIsNot) {
    ARun run;
    run.alarm("kettle-1", 1h, "Quiet");
    for (int i = 2; i < 7; ++i) run.alarm(fmt::format("pump-{}", i), i * 1h);
    const auto text =
        difference(run, R"({"alarms": [{"behavior": "Flood", "thing": "pump-1"}]})", "at least 1");
    EXPECT_THAT(text, HasSubstr("nearest: Base/Flood on pump-2"));
    EXPECT_THAT(text, HasSubstr("also near: Base/Flood on pump-4"));
    EXPECT_EQ(text.find("pump-5"), std::string::npos);
    EXPECT_EQ(text.find("kettle-1"), std::string::npos);
}

TEST(Difference, SaysWhenAnAlarmClearedAndWhenItShould) {
    ARun run;
    const auto id = run.alarm("pump-1", 4h).violation_id;
    constexpr auto expect = R"({"alarms": [{"behavior": "Flood", "clearedWithin": "5m"}]})";
    EXPECT_THAT(difference(run, expect, "at least 1"), HasSubstr("* clears    within 5m  never\n"));
    auto& cleared = run.alarm("pump-1", 4h + 10min);
    cleared.violation_id = id;
    cleared.type = engine::ViolationEventType::alarm_cleared;
    EXPECT_THAT(difference(run, expect, "at least 1"),
                HasSubstr("* clears    within 5m  after 10m\n"));
}

TEST(Difference, CountsAndListsWhatThereIsTooMuchOf) {
    ARun run;
    for (int i = 1; i < 13; ++i) run.alarm("pump-1", i * 1h);
    const auto text =
        difference(run, R"({"alarms": [{"behavior": "Flood", "count": 1}]})", "exactly 1");
    EXPECT_THAT(text, HasSubstr("found 12: expected exactly 1\n"));
    EXPECT_THAT(text, HasSubstr("* count  exactly 1  12\n"));
    EXPECT_THAT(text, HasSubstr("  1                 Base/Flood on pump-1 at 2018-08-06T01:00:00Z\n"
                                "* 2                 Base/Flood on pump-1 at 2018-08-06T02:00"));
    EXPECT_THAT(text, HasSubstr("  ...               and 2 more\n"));
}

TEST(Difference, ShowsWhatIsNearWhereTooFewAreFound) {
    ARun run;
    run.alarm("pump-1", 1h);
    run.alarm("kettle-1", 2h);
    const auto text = difference(
        run, R"({"alarms": [{"behavior": "Flood", "cohort": "pumps", "count": 2}]})", "exactly 2");
    EXPECT_THAT(text, HasSubstr("* count  exactly 2  1\n"));
    EXPECT_THAT(text, HasSubstr("also near: Base/Flood on kettle-1"));
    EXPECT_THAT(text, HasSubstr("* cohort    pumps     kettles\n"));
}

TEST(Difference, HoldsTheUnexpectedAgainstTheNearestEntry) {
    ARun run;
    run.alarm("pump-1", 1h);
    run.alarm("pump-2", 2h);
    run.alarm("pump-3", 3h, "Address");
    const auto text =
        difference(run, R"({"alarms": [{"behavior": "Flood", "thing": "pump-1"}]})", "nothing");
    EXPECT_THAT(text, HasSubstr("unexpected: Base/Flood on pump-2 at 2018-08-06T02:00:00Z: nothing "
                                "in the truth accounts for it;\nexpect.alarms[0] differs in "
                                "thing\n"));
    EXPECT_THAT(text, HasSubstr("* thing     pump-1    pump-2\n"));
    EXPECT_THAT(text,
                HasSubstr("unexpected: Base/Address on pump-3 at 2018-08-06T03:00:00Z: "
                          "nothing in the truth accounts for\nit; no entry names its rule\n"));
}

TEST(Difference, SaysWhatTheTruthThinksOfTheUnexpected) {
    ARun run;
    run.flood("pump-1", 4h, 4h + 30min);
    run.alarm("pump-1", 4h + 10min);
    EXPECT_THAT(difference(run, R"({"exclusive": "strict"})", "nothing", 200),
                HasSubstr("\"strict\" does not ask the truth"));
    run.truth.incidents.front().is_below_threshold = true;
    EXPECT_THAT(difference(run, "{}", "nothing", 200),
                HasSubstr("an incident below the threshold must stay silent"));
}

TEST(Difference, ShowsAFigureBesideItsBound) {
    ARun run;
    run.flood("pump-1", 4h, 4h + 30min);
    EXPECT_EQ(difference(run, R"({"score": {"detect.recall": ">= 0.5"}})", "detect.recall"),
              "                 expected      found\n"
              "* detect.recall  at least 0.5  0\n");
}

TEST(Difference, KeepsWithinItsWidth) {
    ARun run;
    run.alarm("pump-" + std::string(150, '2'), 4h);
    for (const std::size_t width : {60U, 84U, 100U}) {
        std::istringstream lines(
            difference(run,
                       R"({"alarms": [{"behavior": "Flood", "cohort": "pumps", "thing":
                       "pump-1111111111111111111111111111111111111111111111111111111111111111"}]})",
                       "at least 1", width));
        std::size_t count = 0;
        for (std::string line; std::getline(lines, line); ++count) EXPECT_LE(line.size(), width);
        EXPECT_GT(count, 5U);
    }
}

TEST(Difference, ShowsTheAuditsWhateverTheyHaveInCommonWithTheEntry) {
    ARun run;
    auto& task = run.audit(1h, "DEVICE_CERTIFICATE_EXPIRING_CHECK");
    task.checks.push_back(task.checks.front());
    task.checks.back().check_name = "LOGGING_DISABLED_CHECK";
    const auto text = difference(run, R"({"tasks": [{"status": "FAILED", "checkStatus":
        {"LOGGING_DISABLED_CHECK": "FAILED"}}]})",
                                 "at least 1", 140);
    EXPECT_THAT(text, HasSubstr("nearest: audit 1 of 2018-08-06T01:00:00Z"));
    EXPECT_THAT(text, HasSubstr("differs in status, checkStatus\n"));
    EXPECT_THAT(text, HasSubstr("* checkStatus  LOGGING_DISABLED_CHECK=FAILED  "
                                "LOGGING_DISABLED_CHECK=COMPLETED_"))
        << "of the checks only the one that is meant";
    EXPECT_EQ(text.find("DEVICE_CERTIFICATE_EXPIRING_CHECK="), std::string::npos) << text;
}

TEST(Difference, ShowsTheNearestWhereNoRuleIsNamed) {
    ARun run;
    run.alarm("pump-1", 1h);
    EXPECT_THAT(difference(run, R"({"alarms": [{"match": {"violationId": "x"}}]})", "at least 1"),
                HasSubstr("nearest: Base/Flood on pump-1 at 2018-08-06T01:00:00Z: differs in "
                          "violationId\n"));
}
