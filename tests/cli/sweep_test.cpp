// One figure through a range of values, from outside.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "fleet/base/json.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/process.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

using support::fleetdrill;
using support::TemporaryFolder;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

/// Four pumps that send five messages in a slot, one of them five hundred for half an hour.
class Sweep : public testing::Test {
  protected:
    Sweep() {
        folder_.write("s/scenario.json", support::small_scenario("{}", 4,
                                                                 R"([{"at": "+1h", "for": "30m",
            "kind": "publish-flood", "devices": {"cohort": "pumps", "count": 1}}])"));
    }
    support::Outcome sweep(std::vector<std::string> more, const char* parameter = limit) const {
        std::vector<std::string> words{"sweep", (folder_ / "s").string(), "--parameter", parameter};
        words.insert(words.end(), more.begin(), more.end());
        return fleetdrill(words);
    }
    static constexpr const char* limit =
        "detect.profiles[0].profile.behaviors[Flood].criteria.value.count";
    TemporaryFolder folder_;
};

}  // namespace

TEST_F(Sweep, TellsWhatEachValueFindsAndCosts) {
    const auto outcome = sweep({"--from", "3", "--to", "6", "--steps", "4", "--format", "csv"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(
        outcome.out,
        StartsWith(
            "value,meetsExpectations,truePositives,falsePositives,falseNegatives,precision,recall,"
            "falseAlarmsPerDeviceDay,timeToDetectP50Seconds,timeToDetectP90Seconds,"
            "timeToDetectMaxSeconds\n3,no,0,4,1,0,0,12,,,\n"))
        << "an alarm that is always on tells nothing";
    EXPECT_THAT(outcome.out, HasSubstr("\n6,yes,1,0,0,1,1,0,300,300,300\n"))
        << "healthy pumps send five";
}

TEST_F(Sweep, NamesTheValueThatMeetsABudget) {
    const auto outcome =
        sweep({"--from", "1", "--to", "9", "--steps", "9", "--max-false-alarms", "0"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("within the budget, 6 is best\n"));
    const auto none = sweep({"--from", "1", "--to", "4", "--max-false-alarms", "0"});
    EXPECT_EQ(none.status, 1);
    EXPECT_THAT(none.err, HasSubstr("no value meets the budget"));
}

TEST_F(Sweep, ARecallMayBeTheBudget) {
    const auto outcome = sweep({"--from", "100", "--to", "100000", "--steps", "4", "--min-recall",
                                "1", "--format", "json"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    const auto told = fleet::Json::parse(outcome.out);
    EXPECT_EQ(told.at("best"), 100);
    EXPECT_EQ(told.at("points").at(3).at("recall"), 0) << "nobody sends so much";
    EXPECT_TRUE(told["points"][3]["timeToDetectSeconds"]["p50"].is_null());
}

namespace {

/// One pump that is driven by hand and must alarm once, at exactly four messages.
std::string driven_pump(const char* expect) {
    return support::small_scenario(expect, 4, R"([{"at": "+1h", "kind": "series",
        "devices": {"things": ["pumps-0"]}, "metric": "aws:num-messages-sent",
        "values": "60 5"}])");
}

}  // namespace

TEST_F(Sweep, AdvisesNoValueWithWhichTheTestsFail) {
    folder_.write("s/scenario.json", driven_pump(R"({"exclusive": "strict",
        "alarms": [{"behavior": "Flood", "thing": "pumps-0", "count": 1}]})"));
    const auto outcome = sweep({"--from", "60", "--to", "62", "--max-false-alarms", "100"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("within the budget, 60 is best\n")) << "61 alarms no more";
    EXPECT_THAT(outcome.out, testing::ContainsRegex("\n +60 +yes "));
    EXPECT_THAT(outcome.out, testing::ContainsRegex("\n +61 +no "));
    const auto none = sweep({"--from", "60", "--to", "62", "--max-false-alarms", "0"});
    EXPECT_EQ(none.status, 1);
    EXPECT_THAT(none.err, HasSubstr("no value meets both the budget and what the scenario expects: "
                                    "61 is best within the budget, but the expectations are met "
                                    "with 60 only\n"));
    EXPECT_THAT(none.out, testing::Not(HasSubstr("is best")));
}

TEST_F(Sweep, SaysThatRecallSaysNothingWhereNothingIsTrue) {
    constexpr const char* sentence =
        "nothing in this scenario is true to be found: recall says nothing";
    EXPECT_THAT(sweep({"--from", "60", "--to", "62"}).out, testing::Not(HasSubstr(sentence)))
        << "a flood is true";
    folder_.write("s/scenario.json", driven_pump(R"({"exclusive": false})"));
    EXPECT_THAT(sweep({"--from", "60", "--to", "62"}).out, HasSubstr(sentence));
    const auto refused = sweep({"--from", "60", "--to", "62", "--min-recall", "0.5"});
    EXPECT_EQ(refused.status, 2);
    EXPECT_EQ(refused.out, "");
    EXPECT_THAT(refused.err, HasSubstr(std::string("--min-recall: ") + sentence));
}

TEST_F(Sweep, VariesWhatTheFleetDoesAsWell) {
    const auto outcome = sweep({"--from", "1", "--to", "3", "--steps", "3", "--format", "csv"},
                               "timeline[0].devices.count");
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("\n1,yes,1,0,0,"));
    EXPECT_THAT(outcome.out, HasSubstr("\n3,yes,3,0,0,"));
}

namespace {

/// The first cell of each line of CSV but the head.
std::vector<std::string> values_in(const std::string& csv) {
    std::istringstream lines(csv);
    std::vector<std::string> values;
    for (std::string line; std::getline(lines, line);)
        values.push_back(line.substr(0, line.find(',')));
    if (!values.empty()) values.erase(values.begin());
    return values;
}

}  // namespace

TEST_F(Sweep, TriesSoManyValuesAsTheStepsSayBothEndsAmongThem) {
    const auto values = [&](const char* from, const char* to, const char* steps) {
        return values_in(
            sweep({"--from", from, "--to", to, "--steps", steps, "--format", "csv"}).out);
    };
    EXPECT_THAT(values("10", "50", "5"), ElementsAre("10", "20", "30", "40", "50"));
    EXPECT_THAT(values("10", "50", "2"), ElementsAre("10", "50"));
    EXPECT_THAT(values("1", "3", "9"), ElementsAre("1", "2", "3")) << "whole numbers stay whole";
    EXPECT_EQ(values_in(sweep({"--from", "11", "--to", "99", "--format", "csv"}).out).size(), 10U);
}

TEST_F(Sweep, VariesAVariableAndAMemberOfAList) {
    folder_.write("v/scenario.json", R"({
        "title": "v", "start": "2018-08-06T00:00:00Z", "duration": "2h",
        "variables": { "limit": 50, "minutes": 10 },
        "fleet": { "cohorts": [{ "name": "pumps", "count": 4,
            "traffic": [{ "kind": "telemetry", "every": "1m" }],
            "reports": { "tcpPorts": [22] } }] },
        "timeline": [{ "at": "+1h", "for": "${minutes}m", "kind": "publish-flood",
                       "devices": { "cohort": "pumps", "count": 1 } }],
        "detect": { "profiles": [{ "profile": { "securityProfileName": "p", "behaviors": [
            { "name": "Sent", "metric": "aws:num-messages-sent", "criteria": {
              "comparisonOperator": "less-than", "value": { "count": "${limit}" },
              "durationSeconds": 300 } },
            { "name": "Ports", "metric": "aws:listening-tcp-ports", "criteria": {
              "comparisonOperator": "in-port-set", "value": { "ports": [22] } } }] } }] },
        "expect": {} })");
    const auto sweep_of = [&](const char* parameter, const char* from, const char* to) {
        const auto outcome =
            fleetdrill({"sweep", (folder_ / "v").string(), "--parameter", parameter, "--from", from,
                        "--to", to, "--steps", "2", "--format", "csv"});
        EXPECT_EQ(outcome.status, 0) << parameter << outcome.err;
        return outcome.out;
    };
    EXPECT_THAT(sweep_of("variables.limit", "5", "6"),
                AllOf(HasSubstr("\n5,no,0,4,1,"), HasSubstr("\n6,yes,1,0,0,")))
        << "healthy pumps send five";
    EXPECT_THAT(sweep_of("variables.minutes", "10", "20"), HasSubstr("\n20,yes,1,0,0,"));
    EXPECT_THAT(
        sweep_of("detect.profiles[0].profile.behaviors[Ports].criteria.value.ports[0]", "22", "23"),
        AllOf(HasSubstr("\n22,yes,1,0,0,"), HasSubstr("\n23,no,1,4,0,")))
        << "everybody listens on 22";
}

TEST_F(Sweep, ItsJsonIsOfItsSchema) {
    const auto schema = fleet::read_json(FLEETDRILL_SOURCE_DIR "/docs/schemas/sweep.schema.json");
    for (const auto* recall : {"0", "1"}) {
        auto told = fleet::Json::parse(sweep({"--from", "100", "--to", "100000", "--steps", "3",
                                              "--min-recall", recall, "--format", "json"})
                                           .out);
        EXPECT_EQ(support::violation_of(told, schema.root()), "");
        told["points"][0].erase("recall");
        EXPECT_NE(support::violation_of(told, schema.root()), "") << "the schema says something";
    }
}

TEST_F(Sweep, TellsTheValuesItHasTriedWhenItIsStopped) {
    const auto stopped = [&](const char* format) {
        return support::run_process({"/usr/bin/timeout", "--preserve-status", "--foreground", "-s",
                                     "TERM", "2", FLEETDRILL_BINARY_DIR "/fleetdrill", "sweep",
                                     (folder_ / "s").string(), "--parameter",
                                     "fleet.cohorts[0].count", "--from", "4", "--to", "400000",
                                     "--steps", "1000", "--format", format});
    };
    const auto text = stopped("text");
    EXPECT_EQ(text.status, 2);
    EXPECT_THAT(text.out, AllOf(HasSubstr("as expected"), testing::ContainsRegex("\n +4 +yes ")));
    EXPECT_THAT(text.err, testing::ContainsRegex(
                              "stopped by SIGTERM: [1-9][0-9]* of 1000 values were tried\n"));
    const auto json = stopped("json");
    EXPECT_EQ(json.status, 2);
    EXPECT_EQ(json.out, "");
}

TEST_F(Sweep, RefusesARangeThatIsNone) {
    const auto refused = [&](std::vector<std::string> words, const char* why) {
        const auto outcome = sweep(std::move(words));
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        EXPECT_THAT(outcome.err, HasSubstr(why));
    };
    refused({"--from", "9", "--to", "1"}, "--from 9 --to 1: the last value should be beyond");
    refused({"--from", "3", "--to", "3"}, "--from 3 --to 3: the last value should be beyond");
    for (const auto* steps : {"0", "1", "1001"})
        refused({"--from", "1", "--to", "9", "--steps", steps},
                "--steps: expected a whole number from 2 to 1000");
}

TEST_F(Sweep, RefusesWhatIsNoNumberOrNowhereByItsName) {
    const auto error = [&](const char* parameter) {
        const auto outcome = sweep({"--from", "1", "--to", "9"}, parameter);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        return outcome.err;
    };
    EXPECT_THAT(error("variables.limit"), HasSubstr("--parameter variables.limit, value 1: no "));
    EXPECT_THAT(error("detect.profiles[0].profile.behaviors[Flood].criteria.value"),
                AllOf(HasSubstr("--parameter "), HasSubstr("value should be an object")));
    EXPECT_THAT(error("detect.profiles[0].profile.behaviors[7].criteria.value.count"),
                HasSubstr("--parameter "));
}

TEST_F(Sweep, RefusesWhatLeadsNowhere) {
    EXPECT_THAT(sweep({"--from", "1"}).err, HasSubstr("--to is missing"));
    EXPECT_THAT(sweep({"--from", "a", "--to", "2"}).err, HasSubstr("--from: expected a number"));
    const auto outcome = sweep({"--from", "1", "--to", "2"}, "detect.nothing");
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("detect.nothing"));
}
