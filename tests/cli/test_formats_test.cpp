// How the test command tells machines: TAP, JSON, annotations, and what rules the tests cover.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

using support::fleetdrill;
using support::small_scenario;
using support::TemporaryFolder;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace {

/// A test that passes, one that does not, and one that cannot be played.
class ThreeTests : public testing::Test {
  protected:
    ThreeTests() {
        folder_.write("a-right/scenario.json", small_scenario());
        folder_.write("b-wrong/scenario.json",
                      small_scenario(R"({"alarms": [{"behavior": "Flood"}]})"));
        folder_.write("c-broken/scenario.json", "{\n");
    }
    support::Outcome test(std::vector<std::string> more) const {
        std::vector<std::string> words{"test", folder_.path().string()};
        words.insert(words.end(), more.begin(), more.end());
        return fleetdrill(words);
    }
    std::string file(const char* name) const { return (folder_ / name).string(); }

    TemporaryFolder folder_;
};

}  // namespace

TEST_F(ThreeTests, TellTap) {
    const auto outcome = test({"--tap", file("tap")});
    EXPECT_EQ(outcome.status, 2);
    const auto tap = folder_.read("tap");
    EXPECT_THAT(tap, StartsWith("TAP version 13\n1..4\nok 1 - a-right: nothing else is found\n"
                                "not ok 2 - b-wrong: at least 1 alarm of behavior Flood\n"
                                "  ---\n  message: \"expected at least 1 alarm of behavior Flood"));
    EXPECT_THAT(tap, HasSubstr("not ok 4 - c-broken: can be played\n"));
}

TEST_F(ThreeTests, AreNotToldTwiceInOneFile) {
    const auto outcome = test({"--junit", file("results"), "--tap", file("./results")});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "") << "it is told before anything is played";
    EXPECT_THAT(outcome.err, HasSubstr("--junit and --tap both name "));
    EXPECT_THAT(test({"--coverage-json", file("a"), "--coverage-xml", file("a")}).err,
                HasSubstr("--coverage-json and --coverage-xml both name "));
    EXPECT_THAT(test({"--junit", "/dev/null", "--tap", "/dev/null"}).err,
                Not(HasSubstr("both name")));
}

TEST_F(ThreeTests, TellJson) {
    const auto outcome = test({"--format", "json"});
    EXPECT_EQ(outcome.status, 2);
    const auto told = fleet::Json::parse(outcome.out);
    EXPECT_EQ(told.at("passed"), false);
    ASSERT_EQ(told.at("scenarios").size(), 3U);
    EXPECT_EQ(told["scenarios"][0]["passed"], true);
    EXPECT_EQ(told["scenarios"][1]["expectations"][0]["passed"], false);
    EXPECT_THAT(told["scenarios"][2]["error"].get<std::string>(), HasSubstr("c-broken"));
}

TEST_F(ThreeTests, AnnotateTheLineThatIsNotMet) {
    const auto outcome = test({"--format", "github"});
    EXPECT_THAT(outcome.out, ContainsRegex("::error file=[^\n]*b-wrong/scenario.json,line=[0-9]+,"
                                           "title=b-wrong%3A at least 1 alarm of behavior Flood::"
                                           "expected at least 1 alarm"));
    EXPECT_THAT(outcome.out, ContainsRegex("::error file=[^\n]*c-broken/scenario.json,line=1,"));
    EXPECT_THAT(outcome.out, Not(HasSubstr("a-right/scenario.json")));
}

TEST_F(ThreeTests, AnnotateTheLineOfWhatCannotBePlayed) {
    folder_.write("d-late/scenario.json",
                  small_scenario("{}", 4, R"([{"at": "+1h", "kind": "series", "values": "1x30",
                      "metric": "aws:num-messages-sent", "devices": {"things": ["pumps-0"]}},
                      {"at": "+1m", "kind": "series", "values": "1",
                      "metric": "aws:num-messages-sent", "devices": {"things": ["pumps-1"]}}])"));
    const auto outcome = test({"--format", "github"});
    EXPECT_THAT(outcome.out,
                ContainsRegex("::error file=[^\n]*d-late/scenario.json,line=5,title=d-late::"
                              "timeline\\[0\\]: has values for 31 slots"));
    EXPECT_THAT(outcome.out,
                ContainsRegex("::error file=[^\n]*d-late/scenario.json,line=7,title=d-late::"
                              "timeline\\[1\\]: a series begins with a slot"));
    EXPECT_THAT(outcome.err, HasSubstr("d-late/scenario.json:5: timeline[0]: has values"));
}

TEST_F(ThreeTests, AreToldInOrderHoweverManyArePlayedAtATime) {
    EXPECT_EQ(test({"--jobs", "4"}).out, test({"--jobs", "1"}).out);
    EXPECT_EQ(test({"--threads", "3"}).out, test({"--jobs", "1"}).out);
    const auto both = test({"--jobs", "4", "--threads", "2"});
    EXPECT_EQ(both.status, 2);
    EXPECT_THAT(both.err, HasSubstr("one of them"));
}

TEST(TestCommandStopped, LeavesAJUnitFileThatIsWhole) {
    const TemporaryFolder folder;
    folder.write("a/scenario.json", small_scenario());
    folder.write("b/scenario.json", small_scenario("{}", 400'000));
    const auto junit = (folder / "junit.xml").string();
    const auto outcome = support::run_process(
        // In the foreground it sends one signal; else two, and the second one ends it at once.
        {"/usr/bin/timeout", "--foreground", "-s", "INT", "1", FLEETDRILL_BINARY_DIR "/fleetdrill",
         "test", folder.path().string(), "--jobs", "1", "--junit", junit});
    EXPECT_THAT(folder.read("junit.xml"), StartsWith("<?xml"));
    EXPECT_TRUE(folder.read("junit.xml").ends_with("</testsuites>\n"));
    EXPECT_THAT(folder.read("junit.xml"), HasSubstr("not played: the test was stopped"));
    EXPECT_THAT(outcome.err, HasSubstr("stopped by SIGINT"));
}

TEST(Coverage, TellsWhatTheTestsNeverShowed) {
    const TemporaryFolder folder;
    folder.write("quiet/scenario.json", small_scenario());
    const auto path = folder.path().string();
    const auto quiet = fleetdrill({"test", path, "--coverage"});
    EXPECT_EQ(quiet.status, 0) << quiet.err;
    EXPECT_THAT(quiet.out, HasSubstr("1/3  guard/Flood  never: alarm, clear\n"));
    EXPECT_THAT(quiet.out, HasSubstr("  33.3 % (1 of 3)\n"));
    folder.write("loud/scenario.json",
                 small_scenario("{}", 4, R"([{"at": "+1h", "for": "30m", "kind": "publish-flood",
                     "devices": {"cohort": "pumps", "count": 1}}])"));
    const auto both = fleetdrill({"test", path, "--coverage"});
    EXPECT_EQ(both.status, 0) << both.out;
    EXPECT_THAT(both.out, HasSubstr("3/3  guard/Flood\n"))
        << "each scenario has a profile of its own, and three pumps stayed silent";
    EXPECT_THAT(both.out, HasSubstr("  66.7 % (4 of 6)\n"));
}

TEST(Coverage, IsNotShownByAnEntryThatTakesAnyNumber) {
    const TemporaryFolder folder;
    const auto coverage = [&](const std::string& count) {
        folder.write(
            "any/scenario.json",
            small_scenario(R"({"exclusive": "strict", "alarms": [{"behavior": "Flood", "count": )" +
                               count + "}]}",
                           4, R"([{"at": "+1h", "kind": "series", "values": "100 1",
                               "metric": "aws:num-messages-sent",
                               "devices": {"things": ["pumps-0"]}}])"));
        return fleetdrill({"test", folder.path().string(), "--coverage"}).out;
    };
    EXPECT_THAT(coverage(R"(">= 0")"), HasSubstr("0/3  guard/Flood"));
    EXPECT_THAT(coverage(R"("0..3")"), HasSubstr("1/3  guard/Flood  never: alarm, clear"));
    EXPECT_THAT(coverage("1"), HasSubstr("3/3  guard/Flood"));
}

TEST(Coverage, IsToldToMachinesAndMayBeAGate) {
    const TemporaryFolder folder;
    folder.write("quiet/scenario.json", small_scenario());
    const auto file = [&](const char* name) { return (folder / name).string(); };
    const auto outcome =
        fleetdrill({"test", folder.path().string(), "--coverage-json", file("coverage.json"),
                    "--coverage-xml", file("coverage.xml"), "--coverage-min", "34"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, HasSubstr("the tests cover 33.3 % of the rules, wanted: 34 %"));
    const auto told = fleet::Json::parse(folder.read("coverage.json"));
    EXPECT_EQ(told["rules"][0]["rule"], "guard/Flood");
    EXPECT_EQ(told["rules"][0]["goals"],
              fleet::Json::parse(R"({"alarm": false, "clear": false, "silence": true})"));
    EXPECT_THAT(folder.read("coverage.xml"),
                ContainsRegex("<line number=\"[0-9]+\" hits=\"1\" branch=\"true\" "
                              "condition-coverage=\"33% \\(1/3\\)\"/>"));
    EXPECT_THAT(folder.read("coverage.xml"),
                HasSubstr("<coverage line-rate=\"1.0000\" branch-rate=\"0.3333\" complexity=\"0\" "
                          "lines-covered=\"1\" lines-valid=\"1\" branches-covered=\"1\" "
                          "branches-valid=\"3\" version=\"1\" timestamp=\"0\">"));
    EXPECT_EQ(fleetdrill({"test", folder.path().string(), "--coverage-min", "33"}).status, 0);
}
