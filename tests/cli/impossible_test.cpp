// Expectations that nothing could meet are slips, not failing tests.
#include <gmock/gmock.h>

#include "tests/support/process.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

using testing::HasSubstr;
using testing::Not;

namespace {

support::Outcome outcome_of(const std::string& expect, const std::string& timeline = "[]",
                            const std::string& set = {}) {
    const support::TemporaryFolder folder;
    folder.write("s/scenario.json", support::small_scenario(expect, 4, timeline));
    std::vector<std::string> words{"test", (folder / "s").string()};
    if (!set.empty()) words.insert(words.end(), {"--set", set});
    return support::fleetdrill(words);
}

std::string error_of(const std::string& expect, const std::string& timeline = "[]") {
    const auto outcome = outcome_of(expect, timeline);
    EXPECT_EQ(outcome.status, 2) << expect << outcome.out;
    return outcome.err;
}

}  // namespace

TEST(ImpossibleExpectation, IsToldWithItsPlaceAndTheNearestWord) {
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flod"}]})"),
                HasSubstr("scenario.json:10: expect.alarms[0].behavior: there is no behavior Flod "
                          "(did you mean \"Flood\"?): this can never be found"));
    EXPECT_THAT(error_of(R"({"findings": [{"check": "LOGING_DISABLED_CHECK"}]})"),
                HasSubstr("(did you mean \"LOGGING_DISABLED_CHECK\"?)"));
    EXPECT_THAT(error_of(R"({"findings": [{"check": "LOGGING_DISABLED_CHECK",
                                           "reasonCode": "LOGGING_OFF"}]})"),
                HasSubstr("there is no reasonCode LOGGING_OFF"));
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flood", "cohort": "pump"}]})"),
                HasSubstr("there is no cohort pump (did you mean \"pumps\"?)"));
    EXPECT_THAT(error_of(R"({"operations": [{"operation": "CancelAuditTask"}]})"),
                HasSubstr("there is no operation CancelAuditTask"));
}

TEST(ImpossibleExpectation, IsOneThatNamesRulesThatDoNotGoTogether) {
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flood", "metric": "aws:num-disconnects"}]})"),
                HasSubstr("no behavior Flood is in force on aws:num-disconnects"));
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flood", "profile": "other"}]})"),
                HasSubstr("no behavior Flood is in profile other"));
}

TEST(ImpossibleExpectation, IsOneOfAThingThatIsNotThere) {
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flood", "thing": "pumps-4"}]})"),
                HasSubstr("scenario.json:10: expect.alarms[0].thing: there is no thing pumps-4; "
                          "the cohort pumps has 4 devices: pumps-0 to pumps-3: this can never be "
                          "found"));
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flood", "thing": "pump-3", "count": 0}]})"),
                HasSubstr("there is no thing pump-3 (did you mean \"pumps-3\"?)"))
        << "also where it is to stay silent";
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flood", "thing": "pumps-03"}]})"),
                HasSubstr("there is no thing pumps-03"));
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flood", "thing": "pumps-0-copy"}]})"),
                HasSubstr("there is no thing pumps-0-copy"))
        << "nobody steals a certificate";
    EXPECT_EQ(outcome_of(R"({"exclusive": false,
                             "alarms": [{"behavior": "Flood", "thing": "pumps-3"}]})")
                  .status,
              1)
        << "the last one is there, and silent";
}

TEST(ImpossibleExpectation, IsNoneOfAThingThatTheTimelineBrings) {
    constexpr const char* theft = R"([{"at": "+1h", "for": "30m", "kind": "stolen-certificate",
        "clientId": "own", "devices": {"cohort": "pumps", "count": 1}}])";
    const auto outcome = outcome_of(
        R"({"exclusive": false, "alarms": [{"behavior": "Flood", "thing": "pumps-0-copy"}]})",
        theft);
    EXPECT_EQ(outcome.status, 1) << outcome.err;
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flood", "thing": "pumps-0-copy",
                                         "cohort": "pumps"}]})",
                         theft),
                HasSubstr("pumps-0-copy belongs to no cohort"));
}

TEST(ImpossibleExpectation, IsOneOfAThingOfAnotherCohort) {
    const support::TemporaryFolder folder;
    folder.write("s/scenario.json", R"({"duration": "1h", "fleet": {"cohorts": [
  {"name": "pumps", "count": 2}, {"name": "kettles", "count": 1}]},
"detect": {"profiles": [{"profile": {"securityProfileName": "guard", "behaviors": [
  {"name": "Flood", "metric": "aws:num-messages-sent", "criteria":
    {"comparisonOperator": "less-than", "value": {"count": 100}, "durationSeconds": 300}}]}}]},
"expect": {"alarms": [
  {"behavior": "Flood", "count": 0, "thing": "pumps-1", "cohort": "kettles"},
  {"behavior": "Flood", "count": 0, "thing": "kettles-0", "cohort": "kettles"}]}})");
    const auto outcome = support::fleetdrill({"test", (folder / "s").string()});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("scenario.json:7: expect.alarms[0].thing: pumps-1 is of the "
                                       "cohort pumps, not of kettles: this can never be found"));
    EXPECT_THAT(outcome.err, Not(HasSubstr("expect.alarms[1]")));
}

TEST(ImpossibleExpectation, IsOneOfHowManyThatNothingIs) {
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flood", "count": -1}]})"),
                HasSubstr("expect.alarms[0].count: expected how many: a whole number from 0, "
                          "found -1"));
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flood", "count": "< 0"}]})"),
                HasSubstr("a whole number from 0, found \"< 0\""));
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flood", "count": "5..2"}]})"),
                HasSubstr("found \"5..2\" (did you mean \"2..5\"?)"));
    EXPECT_EQ(outcome_of(R"({"alarms": [{"behavior": "Flood", "count": "<= 0"}]})").status, 0);
    EXPECT_EQ(outcome_of(R"({"alarms": [{"behavior": "Flood", "count": "0..0"}]})").status, 0);
}

TEST(ImpossibleExpectation, IsABoundThatNoFigureKeeps) {
    EXPECT_THAT(error_of(R"({"score": {"detect.precision": ">= 2"}})"),
                HasSubstr("scenario.json:10: expect.score.detect.precision: detect.precision is "
                          "from 0 to 1: this can never be met"));
    EXPECT_THAT(error_of(R"({"score": {"detect.recall": "< 0"}})"), HasSubstr("from 0 to 1"));
    EXPECT_THAT(error_of(R"({"score": {"detect.recall": "> 1"}})"), HasSubstr("from 0 to 1"));
    EXPECT_THAT(error_of(R"({"score": {"detect.falsePositives": 0.5}})"),
                HasSubstr("is a whole number from 0"));
    EXPECT_THAT(error_of(R"({"score": {"detect.falsePositives": null}})"),
                HasSubstr("is a count and never null"));
    EXPECT_THAT(error_of(R"({"score": {"detect.falseAlarmsPerDeviceDay": "< 0"}})"),
                HasSubstr("is never negative"));
    EXPECT_THAT(error_of(R"({"score": {"audit.recall": 1}})"),
                HasSubstr("audit.recall is null, as no audit ever runs"));
    EXPECT_THAT(error_of(R"({"score": {"detect.behaviors.guard/Flod.recall": 1}})"),
                HasSubstr("there is no behavior guard/Flod (did you mean \"guard/Flood\"?)"));
    EXPECT_THAT(error_of(R"({"score": {"audit.checks.LOGING_DISABLED_CHECK.recall": null}})"),
                HasSubstr("there is no check LOGING_DISABLED_CHECK"));
    EXPECT_EQ(outcome_of(R"({"score": {"detect.falseAlarmsPerDeviceDay": "<= 0",
                                       "detect.falsePositives": "< 1", "audit.recall": null}})")
                  .status,
              0);
}

TEST(ImpossibleExpectation, IsOneOfWhatNothingLooksFor) {
    const auto findings = error_of(R"({"findings": [{"check": "LOGGING_DISABLED_CHECK"}],
                                       "tasks": [{"status": "COMPLETED"}]})");
    EXPECT_THAT(findings, HasSubstr("expect.findings[0].check: no audit ever runs; \"audit\" has "
                                    "neither \"runs\" nor \"schedules\""));
    EXPECT_THAT(findings, HasSubstr("expect.tasks[0]: no audit ever runs"));
    const auto detached = outcome_of(R"({"alarms": [{"behavior": "Flood", "count": 0}]})", "[]",
                                     "detect.profiles[0].targets=[]");
    EXPECT_EQ(detached.status, 2);
    EXPECT_THAT(detached.err, HasSubstr("the profile guard is attached to nothing"));
    const auto attached =
        outcome_of(R"({"alarms": [{"behavior": "Flood", "count": 0}]})",
                   R"([{"at": "+1h", "operation": "AttachSecurityProfile", "request":
                       {"securityProfileName": "guard", "securityProfileTargetArn":
                        "arn:aws:iot:us-east-1:123456789012:all/things"}}])",
                   "detect.profiles[0].targets=[]");
    EXPECT_EQ(attached.status, 0) << attached.out << attached.err;
    const auto none = outcome_of(R"({"alarms": [{"behavior": "Flood", "count": 0}]})", "[]",
                                 "detect.profiles=[]");
    EXPECT_THAT(none.err, HasSubstr("there is no security profile, so no behavior Flood"));
}

TEST(ImpossibleExpectation, IsAWaitLongerThanTheRun) {
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flood", "within": "2h1ms"}]})"),
                HasSubstr("expect.alarms[0].within: 2h1ms is longer than the run, which lasts 2h: "
                          "nothing could come too late"));
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flood", "clearedWithin": "3h"}]})"),
                HasSubstr("expect.alarms[0].clearedWithin: 3h is longer"));
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flood", "within": "-5m"}]})"),
                HasSubstr("expected a duration such as \"10m\", found \"-5m\""));
    EXPECT_EQ(
        outcome_of(R"({"alarms": [{"behavior": "Flood", "within": "2h", "count": 0}]})").status, 0);
}

TEST(ImpossibleExpectation, IsToldWithAllOthersAndByEveryCommand) {
    const support::TemporaryFolder folder;
    folder.write("s/scenario.json",
                 support::small_scenario(R"({"alarms": [{"behavior": "Flood", "thing": "pumps-9"}],
                                             "score": {"detect.recall": 2}})"));
    const auto path = (folder / "s").string(), out = (folder / "out").string();
    for (const auto& [words, status] :
         {std::pair{std::vector<std::string>{"test", path}, 2},
          std::pair{std::vector<std::string>{"run", path, "--transport", "memory", "--out", out},
                    2},
          std::pair{std::vector<std::string>{"check", (folder / "s/scenario.json").string()}, 1}}) {
        const auto outcome = support::fleetdrill(words);
        EXPECT_EQ(outcome.status, status) << words.front();
        for (const auto* what : {"scenario.json:10: expect.alarms[0].thing: there is no thing",
                                 "scenario.json:11: expect.score.detect.recall: detect.recall is"})
            EXPECT_THAT(outcome.out + outcome.err, HasSubstr(what)) << words.front();
    }
    EXPECT_FALSE(std::filesystem::exists(out));
}

TEST(ImpossibleExpectation, IsNoneOfAFleetThatAnOptionMakesSmaller) {
    const support::TemporaryFolder folder;
    folder.write("s/scenario.json",
                 support::small_scenario(R"({"alarms": [{"behavior": "Flood", "thing": "pumps-3",
                                                         "count": 0}]})"));
    const auto outcome =
        support::fleetdrill({"run", (folder / "s").string(), "--devices", "2", "--transport",
                             "memory", "--out", (folder / "out").string()});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    const auto run = (folder / "out").string();
    const auto scored = support::fleetdrill({"score", "--findings", run, "--truth", run});
    EXPECT_EQ(scored.status, 0) << scored.err;
    const auto explained =
        support::fleetdrill({"explain", run, "--thing", "pumps-0", "--behavior", "guard/Flood"});
    EXPECT_EQ(explained.status, 0) << explained.err;
}

TEST(ImpossibleExpectation, IsOneOfATimeOutsideTheRun) {
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "guard/Flood", "at": "+3h"}]})"),
                HasSubstr("2018-08-06T03:00:00Z is outside the run, which lasts from "
                          "2018-08-06T00:00:00Z to 2018-08-06T02:00:00Z"));
}
