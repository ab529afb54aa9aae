// What the commands that test rules do with the files their scenarios are made of: they write over
// none of them, and name the profiles that none is made of.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

using support::fleetdrill;
using support::small_scenario;
using support::TemporaryFolder;
using testing::HasSubstr;
using testing::Not;

namespace {

/// A scenario whose profile stands in a file of its own.
class ScenarioOfTwoFiles : public testing::Test {
  protected:
    ScenarioOfTwoFiles() {
        auto scenario = fleet::Json::parse(small_scenario());
        auto& profile = scenario["detect"]["profiles"][0]["profile"];
        profile_ = fleet::to_text(profile);
        profile = "guard.profile.json";
        folder_.write("quiet/guard.profile.json", profile_);
        folder_.write("quiet/scenario.json", fleet::to_text(scenario));
    }
    support::Outcome command(const char* name, std::vector<std::string> more = {}) const {
        std::vector<std::string> words{name, folder_.path().string()};
        words.insert(words.end(), more.begin(), more.end());
        return fleetdrill(words);
    }
    std::string file(const char* name) const { return (folder_ / name).string(); }

    TemporaryFolder folder_;
    std::string profile_;
};

}  // namespace

TEST_F(ScenarioOfTwoFiles, IsNotWrittenOverByAResult) {
    for (const auto* option : {"--junit", "--tap", "--coverage-json", "--coverage-xml"}) {
        const auto outcome = command("test", {option, file("quiet/../quiet/guard.profile.json")});
        EXPECT_EQ(outcome.status, 2) << option;
        EXPECT_THAT(outcome.err, HasSubstr("a scenario is made of this file"));
        EXPECT_EQ(outcome.out, "") << "it is told before anything is played";
    }
    EXPECT_EQ(command("test", {"--junit", file("quiet/scenario.json")}).status, 2);
    EXPECT_EQ(folder_.read("quiet/guard.profile.json"), profile_);
    EXPECT_EQ(command("test", {"--junit", file("quiet/junit.xml")}).status, 0);
}

TEST_F(ScenarioOfTwoFiles, LeavesNoProfileUnmentionedThatNothingPutsInForce) {
    EXPECT_THAT(command("test", {"--coverage"}).err, Not(HasSubstr("profile")));
    EXPECT_THAT(command("mutate").err, Not(HasSubstr("no scenario has")));
    folder_.write("other/orphan.json", profile_);
    folder_.write("other/policy.json", R"({"Version": "2012-10-17", "Statement": []})");
    folder_.write("other/.hidden/guard.json", profile_);
    const std::string told =
        file("other/orphan.json") + ": no scenario has this security profile in force";
    for (const auto& outcome : {command("test", {"--coverage-min", "1"}), command("mutate"),
                                command("test", {"--coverage"})}) {
        EXPECT_THAT(outcome.err, HasSubstr(told));
        EXPECT_THAT(outcome.err, Not(HasSubstr("policy.json")));
        EXPECT_THAT(outcome.err, Not(HasSubstr(".hidden")));
    }
    EXPECT_EQ(command("test").err, "") << "nobody asked what is covered";
    EXPECT_THAT(command("test", {"--coverage", "--filter", "quiet"}).err, Not(HasSubstr("orphan")));
}

TEST_F(ScenarioOfTwoFiles, IsHeldToAGateThatIsReadBeforeAnythingIsPlayed) {
    const auto outcome = command("test", {"--coverage-min", "101"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(command("test", {"--threads", "0"}).status, 2) << "0 threads play nothing";
}

TEST(Scenarios, OfTheLibraryMayBeNamedWithoutTheirFolder) {
    EXPECT_THAT(fleetdrill({"test", "quickstart"}).out, HasSubstr("ok    quickstart: "));
    EXPECT_THAT(fleetdrill({"test", "quickstrat"}).err,
                HasSubstr("quickstrat: no such file or folder"));
}

TEST(ResultFiles, AreOneFileHoweverTheyAreWritten) {
    EXPECT_THAT(fleetdrill({"test", "scenarios/library/quickstart", "--junit", "no-such.xml",
                            "--coverage-xml", "./no-such.xml"})
                    .err,
                HasSubstr("--junit and --coverage-xml both name"));
}
