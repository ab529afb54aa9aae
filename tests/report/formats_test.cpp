#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "engine/report/tests.hpp"
#include "engine/report/text_sections.hpp"
#include "fleet/base/text.hpp"
#include "tests/report/told_run.hpp"
#include "tests/support/golden.hpp"

using namespace support;
using testing::HasSubstr;
using testing::Not;

TEST(Formats, EachRendersAsApproved) {
    const auto run = a_told_run();
    const auto score = run.mark(R"({"expect": {}})");
    ASSERT_FALSE(report::formats().empty());
    for (const auto* format : report::formats()) {
        const auto extension = std::filesystem::path(format->file_name).extension().string();
        expect_golden(std::string(format->name) + extension, format->render(story_of(run, score)));
    }
}

TEST(Formats, TellWhatIsNotMetSideBySideAsApproved) {
    const auto run = a_told_run();
    const auto score = run.mark(R"({"expect": {"exclusive": "strict", "findings": [
        {"check": "DEVICE_CERTIFICATE_EXPIRING_CHECK", "thing": "pump-1",
         "reasonCode": "CERTIFICATE_PAST_EXPIRATION"}], "alarms": [
        {"behavior": "Flood", "cohort": "pumps", "thing": "pump-2", "within": "10m"},
        {"behavior": "Flood", "thing": "pump-1", "clearedWithin": "20m"},
        {"behavior": "Base/Flood", "count": 1},
        {"behavior": "Quiet"},
        {"match": {"thingName": "pump-3", "metricValue": {"count": "< 90"}}}],
        "score": {"detect.recall": ">= 0.9", "audit.checks.NONE.recall": 1}}})");
    std::string text;
    for (const auto& result : score.expectations)
        if (!result.is_met) text += report::render_missed(result);
    for (const auto line : fleet::split(text, '\n')) EXPECT_LE(line.size(), 100U) << line;
    expect_golden("missed.txt", text);
    const auto story = story_of(run, score);
    expect_golden("missed.xml", report::render_junit({&story, 1}));
    expect_golden("missed.tap", report::render_tap({&story, 1}));
    expect_golden("missed.json", fleet::to_text(report::tests_json({&story, 1})));
}

TEST(Formats, HaveNamesAndFilesOfTheirOwn) {
    std::set<std::string_view> names, files;
    for (const auto* format : report::formats()) {
        EXPECT_TRUE(names.insert(format->name).second) << format->name;
        EXPECT_TRUE(files.insert(format->file_name).second) << format->file_name;
        EXPECT_FALSE(format->purpose.empty()) << format->name;
        EXPECT_EQ(report::format_named(format->name), format);
    }
    EXPECT_EQ(report::format_named("tezt"), nullptr);
}

TEST(Formats, RenderARunInWhichNothingHappened) {
    const ARun run;
    const auto score = run.mark();
    for (const auto* format : report::formats())
        EXPECT_TRUE(format->render(story_of(run, score)).ends_with('\n')) << format->name;
    EXPECT_THAT(report::render_text(story_of(run, score), false),
                HasSubstr("SCORED: the scenario expects nothing"));
}

TEST(TextFormat, KeepsItsWidthWhateverTheNames) {
    ARun run;
    const std::string long_name(128, 'x');
    run.flood(long_name, 4h, 5h);
    run.alarm(long_name, 7h);
    run.audit(1h, long_name);
    run.audit(2h, long_name).scheduled_audit_name = long_name;
    const auto score = run.mark(R"({"expect": {}})");
    const auto text = report::render_text(story_of(run, score), false);
    for (const auto line : fleet::split(text, '\n'))
        EXPECT_LE(line.size(), report::text_width_max) << line;
}

TEST(TextFormat, SaysThatExpectedAlarmsCountAsFalseWhereNothingIsTrue) {
    const auto told = [](const ARun& run) {
        const auto score = run.mark(R"({"expect": {"exclusive": false}})");
        return report::render_text(story_of(run, score), false);
    };
    constexpr const char* note = "detect had nothing true to find: alarms count as false";
    ARun run;
    EXPECT_THAT(told(run), Not(HasSubstr(note))) << "no alarm, no precision";
    run.alarm("pump-1", 7h);
    EXPECT_THAT(told(run), HasSubstr(note));
    run.flood("pump-1", 4h, 5h);
    EXPECT_THAT(told(run), Not(HasSubstr(note))) << "a precision means something";
}

TEST(TextFormat, TellsEqualRunsOfAScheduleOnce) {
    ARun run;
    for (const auto at : {1h, 2h, 3h, 4h}) {
        auto& task = run.audit(at, "DEVICE_CERTIFICATE_EXPIRING_CHECK");
        task.scheduled_audit_name = "nightly";
        if (at == 4h) task.checks.front().suppressed_resources = 3;
    }
    const auto score = run.mark();
    const auto text = report::render_text(story_of(run, score), false);
    EXPECT_THAT(text, HasSubstr("Scheduled audit nightly, 4 runs"));
    EXPECT_THAT(text, HasSubstr("Audit of 2018-08-06T01:00:00Z, COMPLETED"));
    EXPECT_THAT(text, HasSubstr("the same in 2 more, to 2018-08-06T03:00:00Z"));
    EXPECT_THAT(text, Not(HasSubstr("Audit of 2018-08-06T02:00:00Z")));
    EXPECT_THAT(text, HasSubstr("Audit of 2018-08-06T04:00:00Z"));
    EXPECT_THAT(text, HasSubstr("3 suppressed"));
}

TEST(TextFormat, IsColouredOnlyOnRequest) {
    const auto run = a_told_run();
    const auto score = run.mark(R"({"expect": {}})");
    EXPECT_THAT(report::render_text(story_of(run, score), true), HasSubstr("\x1b[31mFAILED"));
    EXPECT_THAT(report::render_text(story_of(run, score), false), Not(HasSubstr("\x1b")));
}

TEST(TextFormat, ListsTheFirstTenFalseAlarms) {
    ARun run;
    for (int i = 0; i < 12; ++i) run.alarm("pump-1", i * 1h);
    const auto score = run.mark();
    const auto text = report::render_text(story_of(run, score), false);
    EXPECT_THAT(text, HasSubstr("2018-08-06T09:00:00Z Base/Flood on pump-1"));
    EXPECT_THAT(text, Not(HasSubstr("2018-08-06T10:00:00Z Base/Flood")));
    EXPECT_THAT(text, HasSubstr("and 2 more"));
}

TEST(JunitFormat, EscapesWhatXmlForbids) {
    const ARun run;
    score::Score score;
    score.expectations = {
        {.expectation = "a<b & \"c\"", .is_met = false, .why = std::string("x\n\x01>y")}};
    const auto xml = report::format_named("junit")->render(story_of(run, score));
    EXPECT_THAT(xml, HasSubstr("name=\"a&lt;b &amp; &quot;c&quot;\""));
    EXPECT_THAT(xml, HasSubstr("message=\"x&#10;?&gt;y\""));
    EXPECT_THAT(xml, HasSubstr("tests=\"1\" failures=\"1\""));
}
