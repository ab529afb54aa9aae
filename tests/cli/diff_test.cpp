// fleetdrill diff from outside: two runs, and two sets of rules over one.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

const std::string library = FLEETDRILL_SOURCE_DIR "/scenarios/library/";
const std::string quickstart = library + "quickstart";
constexpr auto generous_flood =
    "detect.profiles[0].profile.behaviors[MessageFlood].criteria.value.count=100000";

class Diff : public testing::Test {
  protected:
    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    /// A run of quickstart under `name`.
    void run(const std::string& name, std::vector<std::string> more = {}) const {
        std::vector<std::string> words{"run",     quickstart, "--transport", "memory",
                                       "--quiet", "--out",    path(name)};
        words.insert(words.end(), more.begin(), more.end());
        ASSERT_NE(support::fleetdrill(words).status, 2);
    }
    /// quickstart's profile with `count` messages allowed, as a file.
    std::string profile(const std::string& name, int count) const {
        auto text = fleet::read_file(quickstart + "/baseline.profile.json");
        const auto place = text.find("\"count\": 60");
        text.replace(place, 11, "\"count\": " + std::to_string(count));
        return folder_.write(name, text).string();
    }
    static support::Outcome diff(std::vector<std::string> words) {
        words.insert(words.begin(), "diff");
        return support::fleetdrill(words);
    }
    static void expect_error(const std::vector<std::string>& words, const char* why) {
        const auto outcome = diff(words);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        EXPECT_THAT(outcome.err, HasSubstr(why));
    }

    support::TemporaryFolder folder_;
};

}  // namespace

TEST_F(Diff, OfEqualRunsIsNothing) {
    run("a");
    run("b");
    const auto told = diff({path("a"), path("b")});
    EXPECT_EQ(told.status, 0) << told.err;
    EXPECT_THAT(told.out,
                AllOf(HasSubstr("quickstart, seed 7, 200 devices"), HasSubstr("NOTHING CHANGED")));
}

TEST_F(Diff, TellsTheAlarmThatAGenerousRuleLost) {
    run("a");
    run("b", {"--set", generous_flood});
    const auto told = diff({path("a"), path("b")});
    EXPECT_EQ(told.status, 1) << told.err;
    EXPECT_THAT(
        told.out,
        AllOf(HasSubstr("baseline/MessageFlood: 2 went"),
              HasSubstr("went    2018-08-06T01:05:00Z in-alarm on thermostats-11"),
              HasSubstr("detect.truePositives               9 to 8"),
              HasSubstr("detect.recall is 1: was met, is not met"), Not(HasSubstr("Audit"))));
    const auto back = fleet::Json::parse(diff({path("b"), path("a"), "--format", "json"}).out);
    EXPECT_EQ(back["changed"], true);
    EXPECT_EQ(back["detect"]["overall"]["came"], 2);
    EXPECT_EQ(back["devices"]["thermostats-11"]["came"], 2);
}

TEST_F(Diff, NamesTheThingsBehindACertificate) {
    run("a");
    run("b", {"--set", "fleet.defects[0].count=3"});
    const auto told = fleet::Json::parse(diff({path("a"), path("b"), "--format", "json"}).out);
    const auto& findings = told["audit"]["findings"];
    ASSERT_THAT(findings, Not(IsEmpty()));
    for (const auto& finding : findings) EXPECT_THAT(finding["things"], Not(IsEmpty())) << finding;
}

TEST_F(Diff, TakesWhatDetectAndAuditLeft) {
    run("a", {"--record"});
    const auto rule = profile("old.json", 60) + "=all/things";
    ASSERT_EQ(support::fleetdrill(
                  {"detect", path("a"), "--profile", rule, "--quiet", "--out", path("replayed")})
                  .status,
              0);
    const auto told = diff({path("a"), path("replayed")});
    EXPECT_EQ(told.status, 0) << told.out << told.err;
    EXPECT_THAT(told.out, HasSubstr("audit is not compared: " + path("replayed") + " holds none"));
}

TEST_F(Diff, TakesTheAuditOfAnExport) {
    run("a");
    for (const std::string day : {"06", "07"})
        ASSERT_EQ(
            support::fleetdrill(
                {"audit", path("a"), "--quiet", "--checks", "DEVICE_CERTIFICATE_EXPIRING_CHECK",
                 "--at", "2018-08-" + day + "T14:00:00Z", "--format", "json", "--out", path(day)})
                .status,
            1);
    const auto same = diff({path("06"), path("06")});
    EXPECT_EQ(same.status, 0) << same.out << same.err;
    const auto told = diff({path("06"), path("07")});
    EXPECT_THAT(told.out, AllOf(HasSubstr("DEVICE_CERTIFICATE_EXPIRING_CHECK: 1 came, 4 moved"),
                                HasSubstr("1d later, at 2018-08-07T14:00:00")));
}

TEST_F(Diff, OfRulesPlaysAScenarioUnderBoth) {
    const auto old_rule = profile("old.json", 60), new_rule = profile("new.json", 100'000);
    const auto told = diff({"--rules", old_rule, new_rule, quickstart});
    EXPECT_EQ(told.status, 1) << told.err;
    EXPECT_THAT(told.out, AllOf(HasSubstr("before " + old_rule + ": quickstart, seed 7"),
                                HasSubstr("baseline/MessageFlood: 2 went"),
                                HasSubstr("detect.truePositives               9 to 8")));
    const auto same = diff({"--rules", old_rule, old_rule, quickstart, "--devices", "100"});
    EXPECT_EQ(same.status, 0) << same.err;
    EXPECT_THAT(same.out, HasSubstr("100 devices"));
}

TEST_F(Diff, OfRulesSaysWhatTheDiffOfTheTwoRunsSays) {
    run("a",
        {"--set", "detect.profiles[0].profile.behaviors[MessageFlood].criteria.value.count=20"});
    run("b", {"--set", generous_flood});
    const auto runs = fleet::Json::parse(diff({path("a"), path("b"), "--format", "json"}).out);
    const auto rules =
        fleet::Json::parse(diff({"--rules", profile("old.json", 20), profile("new.json", 100'000),
                                 quickstart, "--format", "json"})
                               .out);
    EXPECT_THAT(runs["detect"]["events"], Not(IsEmpty()));
    for (const auto* part : {"detect", "audit", "devices", "score", "expectations"})
        EXPECT_EQ(runs[part], rules[part]) << part;
}

TEST_F(Diff, OfRulesNotesWhatTheNewOnesHaveAndNobodyJudges) {
    auto learning = fleet::Json::parse(fleet::read_file(quickstart + "/baseline.profile.json"));
    learning["behaviors"][0]["criteria"] = {{"consecutiveDatapointsToAlarm", 1},
                                            {"consecutiveDatapointsToClear", 1},
                                            {"mlDetectionConfig", {{"confidenceLevel", "LOW"}}}};
    const auto rule = folder_.write("learning.json", fleet::to_text(learning)).string();
    const auto told = diff({"--rules", profile("old.json", 60), rule, quickstart});
    EXPECT_EQ(told.status, 1) << told.err;
    EXPECT_THAT(told.err, HasSubstr("profile baseline: "));
    EXPECT_THAT(told.out, HasSubstr("baseline/MessageFlood: 2 went"));
}

TEST_F(Diff, OfRulesThatChangeWhatHappensPlaysTwice) {
    const std::string guard = R"({"securityProfileName": "guard", "behaviors": [
        {"name": "Received", "metric": "aws:num-messages-received", "criteria": {
         "comparisonOperator": "less-than-equals", "value": {"count": 2}, "durationSeconds": 900,
         "consecutiveDatapointsToAlarm": 1, "consecutiveDatapointsToClear": 1}}])";
    const auto silent = folder_.write("s/guard.json", guard + "}").string();
    // What is exported reaches a device, which then receives more than its rule allows.
    const auto exporting = folder_
                               .write("exporting.json", guard + R"(,
        "additionalMetricsToRetainV2": [{"metric": "aws:num-messages-sent", "exportMetric": true}],
        "metricsExportConfig": {"mqttTopic": "cmd/pumps/pumps-1",
                                "roleArn": "arn:aws:iam::123456789012:role/Export"}})")
                               .string();
    folder_.write("s/scenario.json", R"({
        "title": "Metrics for a pump", "seed": 1, "start": "2018-08-06T00:00:00Z",
        "duration": "1h",
        "fleet": {"cohorts": [{"name": "pumps", "count": 2, "traffic": [
            {"kind": "telemetry", "every": "1m", "bytes": "80"},
            {"kind": "commands", "every": "1h", "bytes": "20"}]}]},
        "detect": {"profiles": [{"profile": "guard.json"}]}})");
    const auto told = diff({"--rules", silent, exporting, path("s")});
    EXPECT_EQ(told.status, 1) << told.err;
    EXPECT_THAT(told.out, AllOf(HasSubstr("in-alarm on pumps-1"), Not(HasSubstr("pumps-0"))));
}

TEST_F(Diff, OfRulesJudgesDeviceReportsAsTwoRunsDo) {
    const auto told =
        diff({"--rules", library + "open-ports", library + "open-ports", library + "open-ports"});
    EXPECT_EQ(told.status, 0) << told.out << told.err;
}

TEST_F(Diff, OfRulesReplaysARecording) {
    run("a", {"--record"});
    const auto old_rule = profile("old/base.json", 60) + "=all/things";
    profile("new/base.json", 100'000);
    folder_.write("new/scenario.json", "{\"detect\": {}}");
    const auto told = diff({"--rules", old_rule, path("new") + "=all/things", path("a")});
    EXPECT_EQ(told.status, 1) << told.err;
    EXPECT_THAT(told.out,
                AllOf(HasSubstr("observations of " + path("a/observations.jsonl")),
                      HasSubstr("baseline/MessageFlood: 2 went"), Not(HasSubstr("Score"))));
}

TEST_F(Diff, OfRulesPlaysTheScenarioOfARunThatRecordedNothing) {
    run("a");
    const auto told =
        diff({"--rules", profile("old.json", 60), profile("new.json", 100'000), path("a")});
    EXPECT_EQ(told.status, 1) << told.err;
    EXPECT_THAT(told.out, HasSubstr("baseline/MessageFlood: 2 went"));
}

TEST_F(Diff, RefusesWhatItCannotCompare) {
    run("a");
    const auto rule = profile("old.json", 60);
    expect_error({path("a")}, "expected two run directories");
    expect_error({path("a"), path("none")}, "none: is no run directory");
    expect_error({path("a"), quickstart}, "holds neither audit/findings.json, audit.json nor");
    expect_error({path("a"), path("a"), "--seed", "3"}, "--seed goes with --rules");
    expect_error({"--rules", rule, quickstart}, "expected --rules OLD NEW SUBJECT");
    expect_error({"--rules", rule, rule, quickstart, "--dimensions", rule}, "go with a recording");
    expect_error({"--rules", rule, rule, library + "first-audit"},
                 "the scenario has no profile of the name baseline");
    expect_error({"--rules", rule, rule + "=all/things", quickstart}, "leave =all/things out");
    folder_.write("empty/note.json", "{}");
    expect_error({"--rules", rule, path("empty"), quickstart},
                 "holds no .json file with a security profile");
    expect_error({"--rules", rule, path("none"), quickstart}, "none");
    folder_.write("bad.json", "{\"securityProfileName\": \"baseline\",\n\"behaviors\": [{}]}");
    expect_error({"--rules", rule, path("bad.json"), quickstart}, "bad.json:2: behaviors[0]");
    folder_.write("a/audit/findings.json", "{\"findings\": [{\"checkName\": 3}]}");
    expect_error({path("a"), path("a")}, "audit/findings.json:1: findings[0].checkName: expected");
}

TEST_F(Diff, OfARecordingRefusesWhatIsAScenarios) {
    run("a", {"--record"});
    const auto rule = profile("old.json", 60);
    expect_error({"--rules", rule, rule, path("a"), "--seed", "3"}, "go with a scenario");
}
