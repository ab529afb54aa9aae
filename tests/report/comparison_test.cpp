#include "engine/report/comparison.hpp"

#include <gmock/gmock.h>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "tests/support/golden.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/runs.hpp"

using namespace support;
using report::Way;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

constexpr auto expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";
constexpr auto approaching = "CERTIFICATE_APPROACHING_EXPIRATION";

report::ComparedRun named(const char* name, const ARun& run) {
    return {.name = name,
            .story = "pumps, seed 7, 4 devices",
            .findings = run.findings,
            .score = {},
            .things_of = [](const report::ResourceNames& resource) {
                return std::vector<std::string>{"thing of " + resource.front().second};
            }};
}

report::Comparison compared(const ARun& before, const ARun& after) {
    return report::compare(named("old", before), named("new", after));
}

std::vector<Way> ways_of(const std::vector<report::Difference>& differences) {
    std::vector<Way> ways;
    for (const auto& one : differences) ways.push_back(one.way());
    return ways;
}

/// Something of everything that can change.
report::Comparison a_told_comparison() {
    ARun before, after;
    for (auto* run : {&before, &after}) {
        run->expiring("c1");
        run->flood("pump-1", 4h, 4h + 30min);
        run->alarm("pump-2", 1h);
        run->audit(26h, expiring);
    }
    before.finding("deviceCertificateId", "c1", approaching);
    before.finding("deviceCertificateId", "c2", approaching);
    after.finding("deviceCertificateId", "c2", approaching).is_suppressed = true;
    after.audit(50h, expiring).scheduled_audit_name = "nightly";
    after.finding("deviceCertificateId", "c3", approaching);
    before.alarm("pump-1", 4h + 10min);
    before.alarm("kettle-1", 6h, "Quiet");
    after.alarm("pump-1", 4h + 20min);
    after.alarm("pump-1", 5h).type = engine::ViolationEventType::alarm_cleared;
    auto old = named("runs/old", before), now = named("runs/new", after);
    const auto expect = R"({"expect": {}})";
    old.score = report::figures_in(score::to_json(before.mark(expect)));
    now.score = report::figures_in(score::to_json(after.mark(expect)));
    return report::compare(old, now);
}

}  // namespace

TEST(Comparison, OfEqualRunsIsEmpty) {
    ARun run;
    run.alarm("pump-1", 4h);
    run.audit(26h, expiring);
    run.finding("deviceCertificateId", "c1", approaching);
    const auto comparison = compared(run, run);
    EXPECT_FALSE(comparison.is_changed());
    EXPECT_THAT(report::render_comparison(comparison), HasSubstr("\nNOTHING CHANGED\n"));
}

TEST(Comparison, KnowsAStatementByWhatItIsAboutAndNotByItsId) {
    ARun before, after;
    before.alarm("pump-1", 4h).violation_id = "a";
    after.alarm("pump-1", 4h).violation_id = "b";
    before.audit(26h, expiring);
    after.audit(26h, expiring);
    before.finding("deviceCertificateId", "c1", approaching).finding_id = "a";
    after.finding("deviceCertificateId", "c1", approaching).finding_id = "b";
    EXPECT_FALSE(compared(before, after).is_changed());
}

TEST(Comparison, TellsWhatCameAndWhatWent) {
    ARun before, after;
    before.alarm("pump-1", 4h);
    after.alarm("pump-2", 4h);
    const auto comparison = compared(before, after);
    ASSERT_EQ(comparison.events.size(), 2U);
    EXPECT_EQ(comparison.events[0].things.front(), "pump-1");
    EXPECT_THAT(ways_of(comparison.events), ElementsAre(Way::went, Way::came));
    EXPECT_TRUE(comparison.is_changed());
}

TEST(Comparison, TellsAnAlarmThatMovedWithBothTimes) {
    ARun before, after;
    before.alarm("pump-1", 4h);
    after.alarm("pump-1", 4h + 5min);
    const auto comparison = compared(before, after);
    ASSERT_THAT(ways_of(comparison.events), ElementsAre(Way::moved));
    EXPECT_EQ(comparison.events[0].before->time, run_start + 4h);
    EXPECT_EQ(comparison.events[0].after->time, run_start + 4h + 5min);
}

TEST(Comparison, DoesNotMoveTheAlarmsThatFollowOneMore) {
    ARun before, after;
    for (const auto at : {4h, 6h, 8h}) before.alarm("pump-1", at);
    for (const auto at : {2h, 4h, 6h, 8h}) after.alarm("pump-1", at);
    const auto comparison = compared(before, after);
    ASSERT_THAT(ways_of(comparison.events), ElementsAre(Way::came));
    EXPECT_EQ(comparison.events[0].after->time, run_start + 2h);
}

TEST(Comparison, PairsInTheirOrderWhatStandsBetweenEqualTimes) {
    ARun before, after;
    for (const auto at : {1h, 4h, 5h, 9h}) before.alarm("pump-1", at);
    for (const auto at : {1h, 3h, 9h, 10h}) after.alarm("pump-1", at);
    const auto comparison = compared(before, after);
    ASSERT_THAT(ways_of(comparison.events), ElementsAre(Way::moved, Way::went, Way::came));
    EXPECT_EQ(comparison.events[0].before->time, run_start + 4h);
    EXPECT_EQ(comparison.events[0].after->time, run_start + 3h);
}

TEST(Comparison, CountsTheAuditsOfEachScheduleApart) {
    ARun before, after;
    before.audit(30h, expiring).scheduled_audit_name = "nightly";
    before.finding("deviceCertificateId", "c1", approaching);
    after.audit(26h, expiring);
    after.audit(30h, expiring).scheduled_audit_name = "nightly";
    after.finding("deviceCertificateId", "c1", approaching);
    EXPECT_FALSE(compared(before, after).is_changed()) << "an audit that finds nothing came";
    before.audit(54h, expiring).scheduled_audit_name = "nightly";
    before.finding("deviceCertificateId", "c1", approaching);
    const auto comparison = compared(before, after);
    ASSERT_THAT(ways_of(comparison.findings), ElementsAre(Way::went));
    EXPECT_EQ(comparison.findings[0].audit, 2U);
    EXPECT_EQ(comparison.findings[0].schedule, "nightly");
}

TEST(Comparison, TellsAFindingThatIsSuppressedNow) {
    ARun before, after;
    for (auto* run : {&before, &after}) {
        run->audit(26h, expiring);
        run->finding("deviceCertificateId", "c1", approaching);
    }
    after.findings.audit_findings.back().is_suppressed = true;
    const auto comparison = compared(before, after);
    ASSERT_THAT(ways_of(comparison.findings), ElementsAre(Way::altered));
    EXPECT_THAT(report::render_comparison(comparison), HasSubstr("is suppressed now"));
    EXPECT_THAT(comparison.findings[0].things, ElementsAre("thing of c1"));
}

TEST(Comparison, ComparesOnlyWhatBothHave) {
    ARun before, after;
    after.alarm("pump-1", 4h);
    after.audit(26h, expiring);
    after.finding("deviceCertificateId", "c1", approaching);
    auto old = named("old", before);
    old.has_audit = false;
    const auto comparison = report::compare(old, named("new", after));
    EXPECT_THAT(comparison.findings, IsEmpty());
    EXPECT_THAT(comparison.notes, ElementsAre("audit is not compared: old holds none"));
    EXPECT_THAT(ways_of(comparison.events), ElementsAre(Way::came));
    EXPECT_THAT(report::compare(old, old).notes, IsEmpty()) << "nobody misses what neither has";
}

TEST(Comparison, IsToldAsApproved) {
    const auto comparison = a_told_comparison();
    expect_golden("diff.txt", report::render_comparison(comparison));
    expect_golden("diff.json", report::comparison_json(comparison));
}

TEST(Comparison, FollowsItsSchema) {
    const auto schema = fleet::read_json(FLEETDRILL_SOURCE_DIR "/docs/schemas/diff.schema.json");
    auto json = fleet::Json::parse(report::comparison_json(a_told_comparison()));
    EXPECT_EQ(violation_of(json, schema.root()), "");
    EXPECT_EQ(violation_of(fleet::Json::parse(report::comparison_json({})), schema.root()), "");
    json["detect"]["events"][0]["before"] = "noon";
    EXPECT_NE(violation_of(json, schema.root()), "");
}

TEST(Comparison, ListsTheFirstOfManyAndCountsTheRest) {
    ARun before, after;
    for (int i = 0; i < 25; ++i) after.alarm(fmt::format("pump-{}", i), 4h);
    const auto text = report::render_comparison(compared(before, after));
    EXPECT_THAT(text, HasSubstr("Base/Flood: 25 came"));
    EXPECT_THAT(text, HasSubstr("    and 5 more; --format json tells all"));
    EXPECT_THAT(text, HasSubstr("Devices: 25"));
    EXPECT_THAT(text, Not(HasSubstr("went")));
}

TEST(Figures, OfWhatIsNoScoreAreNull) {
    for (const auto& figure : report::figures_in("no score").figures)
        EXPECT_EQ(figure.second, std::nullopt) << figure.first;
}
