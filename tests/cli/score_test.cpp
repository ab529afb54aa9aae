// fleetdrill score from outside: what came from elsewhere, scored as a run is.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using fleet::Json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

namespace fs = std::filesystem;

const std::string library = FLEETDRILL_SOURCE_DIR "/scenarios/library/";
const std::string baseline = library + "quickstart/baseline.profile.json";

class ScoreCommand : public testing::Test {
  protected:
    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    /// A run of a scenario of the library, under its name.
    void run(const std::string& scenario) const {
        const auto outcome = support::fleetdrill({"run", library + scenario, "--transport",
                                                  "memory", "--quiet", "--out", path(scenario)});
        ASSERT_EQ(outcome.status, 0) << outcome.err;
    }
    Json json(const std::string& name) const { return Json::parse(folder_.read(name)); }
    std::string write(const std::string& name, const Json& value) const {
        return folder_.write(name, fleet::to_text(value)).string();
    }
    static support::Outcome score(std::vector<std::string> words) {
        words.insert(words.begin(), "score");
        return support::fleetdrill(words);
    }
    static Json scored(std::vector<std::string> words) {
        words.insert(words.end(), {"--format", "json"});
        const auto outcome = score(words);
        EXPECT_NE(outcome.status, 2) << outcome.err;
        return Json::parse(outcome.out);
    }
    static void expect_error(const std::vector<std::string>& words, const char* why) {
        const auto outcome = score(words);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        EXPECT_THAT(outcome.err, HasSubstr(why));
    }

    support::TemporaryFolder folder_;
};

/// A time as version 2 of the AWS CLI writes it, two hours east.
std::string cli_time(const Json& seconds) {
    const auto local = *fleet::read_aws_time(seconds) + std::chrono::hours(2);
    auto text = fleet::format_time(local);
    text.pop_back();
    return text + "+02:00";
}

}  // namespace

TEST_F(ScoreCommand, SaysOfWhatARunStatedWhatTheRunSaid) {
    for (const auto* scenario : {"quickstart", "monthly-schedule", "open-ports", "fleet-outlier"}) {
        run(scenario);
        const auto told = scored({"--findings", path(scenario), "--truth", path(scenario)});
        const auto own = json(scenario + std::string("/score.json"));
        EXPECT_EQ(told["audit"], own["audit"]) << scenario;
        EXPECT_EQ(told["detect"], own["detect"]) << scenario;
        EXPECT_EQ(told["passed"], true) << scenario;
    }
}

TEST_F(ScoreCommand, KnowsTheProfilesThatATimelineCreates) {
    folder_.write("late/scenario.json", R"({
        "title": "A profile comes late", "seed": 1, "start": "2018-08-06T00:00:00Z",
        "duration": "1h",
        "fleet": {"cohorts": [{"name": "pumps", "count": 4,
                               "traffic": [{"kind": "telemetry", "every": "1m", "bytes": "80"}]}]},
        "timeline": [
            {"at": "+30m", "for": "10m", "kind": "publish-flood",
             "devices": {"things": ["pumps-2"]}},
            {"at": "+5m", "operation": "CreateSecurityProfile", "request": {
                "securityProfileName": "late", "behaviors": [
                {"name": "Flood", "metric": "aws:num-messages-sent", "criteria": {
                 "comparisonOperator": "less-than", "value": {"count": 20},
                 "durationSeconds": 300, "consecutiveDatapointsToAlarm": 1,
                 "consecutiveDatapointsToClear": 1}}]}},
            {"at": "+6m", "operation": "AttachSecurityProfile", "request": {
                "securityProfileName": "late", "securityProfileTargetArn":
                "arn:aws:iot:us-east-1:123456789012:all/registered-things"}}],
        "expect": {}})");
    const auto outcome = support::fleetdrill(
        {"run", path("late"), "--transport", "memory", "--quiet", "--out", path("run")});
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const auto told = scored({"--findings", path("run"), "--truth", path("run")});
    EXPECT_EQ(told["detect"]["overall"]["truePositives"], 1);
    EXPECT_EQ(told, json("run/score.json"));
}

TEST_F(ScoreCommand, TellsTheScoreToPeople) {
    run("quickstart");
    const auto told = score({"--findings", path("quickstart"), "--truth", path("quickstart")});
    EXPECT_EQ(told.status, 0) << told.err;
    EXPECT_THAT(told.out, AllOf(HasSubstr("Quickstart: three cohorts"),
                                HasSubstr("detect   9 true, 0 missed, 0 false"),
                                HasSubstr("Expectations: 17 of 17 met"), HasSubstr("PASSED")));
}

TEST_F(ScoreCommand, MissesWhatTheFilesDoNotTell) {
    run("quickstart");
    auto events = json("quickstart/detect/violation-events.json");
    auto findings = json("quickstart/audit/findings.json");
    auto& list = events["violationEvents"];
    list.erase(std::remove_if(
                   list.begin(), list.end(),
                   [](const Json& event) { return event["behavior"]["name"] == "MessageFlood"; }),
               list.end());
    findings["findings"].erase(0);
    const auto told = score({"--findings", write("events.json", events),
                             write("findings.json", findings), "--truth", path("quickstart")});
    EXPECT_EQ(told.status, 1) << told.err;
    EXPECT_THAT(told.out, AllOf(HasSubstr("audit    8 true, 1 missed, 0 false"),
                                HasSubstr("detect   8 true, 1 missed, 0 false"),
                                HasSubstr("not met: detect.recall is 1")));
}

TEST_F(ScoreCommand, CountsAsFalseWhatNothingHappenedFor) {
    run("quickstart");
    auto events = json("quickstart/detect/violation-events.json");
    auto alarm = events["violationEvents"][0];
    alarm["thingName"] = "meters-3";
    alarm["violationId"] = "another";
    alarm["violationEventType"] = "in-alarm";
    events["violationEvents"].push_back(alarm);
    const auto told =
        scored({"--findings", write("events.json", events), "--truth", path("quickstart")});
    EXPECT_EQ(told["detect"]["overall"]["falsePositives"], 1);
    EXPECT_EQ(told["passed"], false);
}

TEST_F(ScoreCommand, ReadsPagesAndTimesAsTheAwsCliWritesThem) {
    run("quickstart");
    const auto all = json("quickstart/detect/violation-events.json")["violationEvents"];
    Json pages = {{{"violationEvents", Json::array()}, {"nextToken", "more"}},
                  {{"violationEvents", Json::array()}}};
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto event = all[i];
        event["violationEventTime"] = cli_time(event["violationEventTime"]);
        pages[i % 2]["violationEvents"].push_back(event);
    }
    const auto own = json("quickstart/score.json")["detect"];
    const auto apart = scored({"--findings", write("1.json", pages[0]), write("2.json", pages[1]),
                               "--truth", path("quickstart")});
    EXPECT_EQ(apart["detect"], own);
    folder_.write("both.json", fleet::to_text(pages[0]) + fleet::to_text(pages[1]));
    EXPECT_EQ(scored({"--findings", path("both.json"), "--truth", path("quickstart")})["detect"],
              own);
    EXPECT_EQ(
        scored({"--findings", write("list.json", all), "--truth", path("quickstart")})["detect"],
        own);
}

TEST_F(ScoreCommand, ScoresOneHalfAlone) {
    run("quickstart");
    const auto told = score(
        {"--findings", path("quickstart/audit/findings.json"), "--truth", path("quickstart")});
    EXPECT_EQ(told.status, 0) << told.err;
    EXPECT_THAT(
        told.out,
        AllOf(HasSubstr("detect is not scored: no file lists violations"),
              HasSubstr("expected alarms are not judged"),
              HasSubstr("expected figures of detect are not judged"),
              HasSubstr("audit    9 true, 0 missed, 0 false"), Not(HasSubstr("detect   0 true")),
              Not(HasSubstr("false alarms per device-day")), Not(HasSubstr("Incidents"))));
    const auto json = scored(
        {"--findings", path("quickstart/audit/findings.json"), "--truth", path("quickstart")});
    EXPECT_TRUE(json["detect"]["falseAlarmsPerDeviceDay"].is_null());
    const auto other = score({"--findings", path("quickstart/detect/violation-events.json"),
                              "--truth", path("quickstart")});
    EXPECT_EQ(other.status, 0) << other.err;
    EXPECT_THAT(other.out, AllOf(HasSubstr("detect   9 true, 0 missed, 0 false"),
                                 HasSubstr("false alarms per device-day: 0.0000"),
                                 Not(HasSubstr("audit    0 true")), Not(HasSubstr("_CHECK "))));
}

TEST_F(ScoreCommand, TellsWhatItScoredAndNotWhatTheRunCounted) {
    run("quickstart");
    auto findings = json("quickstart/audit/findings.json");
    auto& list = findings["findings"];
    ASSERT_EQ(list[0]["checkName"], "CONFLICTING_CLIENT_IDS_CHECK");
    list.erase(0);
    const auto told =
        score({"--findings", write("findings.json", findings), "--truth", path("quickstart")});
    EXPECT_THAT(
        told.out,
        AllOf(HasSubstr("check                                              findings    true  "
                        "missed   false  attributed\n"),
              HasSubstr("CONFLICTING_CLIENT_IDS_CHECK                              2       2       "
                        "1       0           0\n"),
              Not(HasSubstr("COMPLETED")), Not(HasSubstr("noncompliant"))))
        << told.out;
}

TEST_F(ScoreCommand, HoldsNoFindingsAgainstTheAuditsOfTheRun) {
    run("quickstart");
    const auto none = folder_.write("none.json", R"({"findings": []})").string();
    const auto told = scored({"--findings", none, "--truth", path("quickstart")});
    EXPECT_EQ(told["audit"]["overall"]["falseNegatives"], 9);
}

TEST_F(ScoreCommand, KnowsOfAuditsOfOthersWhatTheyFoundOrWhatIsDescribed) {
    run("quickstart");
    auto findings = json("quickstart/audit/findings.json");
    auto& list = findings["findings"];
    list.erase(std::remove_if(list.begin(), list.end(),
                              [](const Json& finding) {
                                  return finding["checkName"] != "CONFLICTING_CLIENT_IDS_CHECK";
                              }),
               list.end());
    for (auto& finding : list) finding["taskId"] = "another";
    const auto file = write("findings.json", findings);
    const auto alone = score({"--findings", file, "--truth", path("quickstart")});
    EXPECT_THAT(alone.out, AllOf(HasSubstr("of the audits no more is known than what they found"),
                                 HasSubstr("audit    3 true, 0 missed, 0 false")));
    auto task = json("quickstart/audit/tasks.json")[0];
    task.erase("taskId");  // as DescribeAuditTask answers
    const auto described =
        scored({"--findings", file, write("task.json", task), "--truth", path("quickstart")});
    EXPECT_EQ(described["audit"]["overall"]["truePositives"], 3);
    EXPECT_EQ(described["audit"]["overall"]["falseNegatives"], 6);
}

TEST_F(ScoreCommand, TakesWhatIsInAlarmForAnAlarm) {
    run("quickstart");
    const auto events = json("quickstart/detect/violation-events.json")["violationEvents"];
    Json active = {{"activeViolations", Json::array()}};
    for (const auto& event : events) {
        if (event["violationEventType"] != "in-alarm") continue;
        auto violation = event;
        violation["violationStartTime"] = event["violationEventTime"];
        for (const auto* key : {"violationEventType", "violationEventTime"}) violation.erase(key);
        active["activeViolations"].push_back(violation);
    }
    const auto file = write("active.json", active);
    const auto own = json("quickstart/score.json")["detect"];
    EXPECT_EQ(scored({"--findings", file, "--truth", path("quickstart")})["detect"], own);
    EXPECT_EQ(scored({"--findings", file, path("quickstart/detect/violation-events.json"),
                      "--truth", path("quickstart")})["detect"],
              own);
}

TEST_F(ScoreCommand, OfATruthAloneNeedsTheProfiles) {
    run("quickstart");
    const auto events = path("quickstart/detect/violation-events.json");
    const auto truth = path("quickstart/truth.json");
    expect_error({"--findings", events, "--truth", truth}, "which behaviours were in force?");
    const auto told = score({"--findings", events, "--truth", truth, "--profile", baseline});
    EXPECT_EQ(told.status, 0) << told.err;
    EXPECT_THAT(told.out, AllOf(HasSubstr("Findings against " + truth),
                                HasSubstr("detect   9 true, 0 missed, 0 false"),
                                HasSubstr("there is no rate")));
    const auto nobody = scored(
        {"--findings", events, "--truth", truth, "--profile", baseline + "=all/registered-things"});
    EXPECT_EQ(nobody["detect"]["overall"]["truePositives"], 0) << "nobody is registered";
    const auto registered =
        scored({"--findings", events, "--truth", truth, "--profile",
                baseline + "=all/registered-things", "--inventory", path("quickstart/inventory")});
    EXPECT_EQ(registered["detect"]["overall"]["truePositives"], 8) << "all but the copy";
}

TEST_F(ScoreCommand, PutsProfilesInTheOnesPlaceThatTheRunHad) {
    run("quickstart");
    auto profile = Json::parse(fleet::read_file(baseline));
    profile["behaviors"].erase(0);  // MessageFlood
    const auto told = score({"--findings", path("quickstart"), "--truth", path("quickstart"),
                             "--profile", write("few.json", profile) + "=all/things"});
    EXPECT_THAT(told.out, AllOf(HasSubstr("detect   8 true, 0 missed, 0 false"),
                                HasSubstr("baseline/MessageFlood is in none of the profiles")));
}

TEST_F(ScoreCommand, RefusesWhatItCannotRead) {
    run("first-audit");
    const auto truth = path("first-audit");
    const auto bad = [&](const char* text) { return folder_.write("bad.json", text).string(); };
    expect_error({"--truth", truth}, "--findings is missing");
    expect_error({"--findings", truth}, "--truth is missing");
    expect_error({"--findings", path("none.json"), "--truth", truth}, "none.json");
    expect_error({"--findings", truth, "--truth", library}, "holds no truth.json");
    expect_error({"--findings", library, "--truth", truth}, "is a folder without audit/findings");
    expect_error({"--findings", bad("{"), "--truth", truth}, "bad.json:1");
    expect_error({"--findings", bad("{}"), "--truth", truth}, "bad.json:1: expected an answer of");
    expect_error(
        {"--findings", bad("{\"findings\": []}\n{\"findings\": [{}]}\n"), "--truth", truth},
        "bad.json:2: findings[0]: expected an answer of");
    expect_error({"--findings", bad(R"({"taskStatus": "COMPLETED", "taskStartTime": 1,
                  "auditDetails": {}})"),
                  "--truth", truth},
                 "the answer of ListAuditFindings is missing");
    expect_error({"--findings", truth, "--truth", bad(R"({"incidents": [{"incident": 3}]})")},
                 "bad.json:1: incidents[0].incident");
    expect_error({"--findings", truth, "--truth", truth, "--dimensions", baseline},
                 "go with --profile");
    expect_error({"--findings", truth, "--truth", truth, "--format", "xml"}, "expected text, json");
}
