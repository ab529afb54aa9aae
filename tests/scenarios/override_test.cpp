#include "scenarios/override.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/scenarios/scenario_fixture.hpp"

using namespace scenarios;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;

namespace {

Scenario load_with(std::string set) {
    Folder folder;
    return add_files_of_whole_scenario(folder)
        .with("scenario.json", whole_scenario)
        .with("other.json", R"({"securityProfileName": "other"})")
        .load({.seed = {}, .devices = {}, .sets = {std::move(set)}});
}

std::string failure_with(std::string set) {
    try {
        load_with(std::move(set));
    } catch (const fleet::Error& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST(Override, ReachesAnElementByIndexAndByName) {
    EXPECT_EQ(load_with("fleet.cohorts[1].count=9").fleet.cohorts[1].count, 9U);
    EXPECT_EQ(load_with("fleet.cohorts[pumps].count=9").fleet.cohorts[1].count, 9U);
    EXPECT_EQ(load_with("timeline[stolen-certificate].for=1h").timeline[0].duration, 1h);
}

TEST(Override, TakesAValueThatIsNoJsonAsText) {
    EXPECT_EQ(load_with("title=What if").title, "What if");
    EXPECT_EQ(load_with("title=\"42\"").title, "42");
    EXPECT_EQ(load_with("title=a=b").title, "a=b");
}

TEST(Override, MayAddAKeyThatTheFormatKnows) {
    EXPECT_EQ(load_with("broker.closeOnDeny=true").broker.close_on_deny, true);
    EXPECT_EQ(
        load_with("account.logging.defaultLogLevel=INFO").fleet.account.logging->default_log_level,
        "INFO");
    EXPECT_EQ(load_with("fleet.cohorts[pumps].attributes[a]=b").fleet.cohorts[1].attributes.size(),
              1U);
}

TEST(Override, GoesOnIntoAFileThatTheScenarioNames) {
    const auto scenario =
        load_with("detect.profiles[baseline].profile.behaviors[Sent].criteria.value.count=6");
    EXPECT_EQ(scenario.resolved.root()["detect"]["profiles"][0]["profile"]["behaviors"][0]
                                      ["criteria"]["value"]["count"],
              6);
    const auto files = scenario_files(scenario);
    const auto profile = std::find_if(files.begin(), files.end(), [](const auto& file) {
        return file.first == "baseline.profile.json";
    });
    ASSERT_NE(profile, files.end());
    EXPECT_THAT(profile->second, HasSubstr("\"count\": 6"));
}

TEST(Override, MayNameAnotherFile) {
    const auto scenario = load_with("detect.profiles[0].profile=other.json");
    EXPECT_EQ(scenario.resolved.root()["detect"]["profiles"][0]["profile"]["securityProfileName"],
              "other");
    EXPECT_THAT(failure_with("detect.profiles[0].profile=none.json"),
                AllOf(HasSubstr("--set detect.profiles[0].profile=none.json"),
                      HasSubstr("none.json: cannot be read")));
}

TEST(Override, ThatLeadsNowhereSaysWhatIsNear) {
    EXPECT_THAT(failure_with("fleet.cohort[0].count=1"),
                HasSubstr("unknown key \"cohort\" in fleet (did you mean \"cohorts\"?)"));
    EXPECT_THAT(failure_with("fleet.cohorts[pump].count=1"),
                HasSubstr("fleet.cohorts has no element \"pump\" (did you mean \"pumps\"?)"));
    EXPECT_THAT(failure_with("fleet.cohorts[2].count=1"), HasSubstr("has 2 elements"));
    EXPECT_THAT(failure_with("detect.profiles[0].profile.behavior[0]=1"),
                HasSubstr("(did you mean \"behaviors\"?)"));
    EXPECT_THAT(failure_with("title.x=1"), HasSubstr("title is a text, it has no \"x\""));
    EXPECT_THAT(failure_with("seed"), HasSubstr("has no '='"));
    EXPECT_THAT(failure_with("=1"), HasSubstr("names no key"));
    EXPECT_THAT(failure_with("fleet.cohorts[0=1"), HasSubstr("is no path"));
    EXPECT_THAT(failure_with("fleet..cohorts=1"), HasSubstr("is no path"));
}

TEST(Override, OfAListThatIsNotThereSaysSo) {
    Folder folder;
    folder.with("scenario.json", R"({"fleet": {"cohorts": [{"name": "a", "count": 1}]}})");
    LoadOptions options;
    options.sets = {"timeline[0].for=1h", "fleet.cohorts[a].count=2"};
    options.may_misplace = true;
    const auto scenario = folder.load(options);
    ASSERT_EQ(scenario.misplaced.size(), 2U);
    EXPECT_THAT(scenario.misplaced[0], HasSubstr("there is no timeline here"));
    EXPECT_EQ(scenario.misplaced[1], "");
    EXPECT_FALSE(scenario.resolved.root().contains("timeline")) << "a way that led nowhere is left";
    EXPECT_EQ(scenario.fleet.cohorts[0].count, 2U);
}

TEST(Override, IsCheckedLikeWhatStandsInTheFile) {
    EXPECT_THAT(failure_with("fleet.cohorts[0].count=many"),
                HasSubstr("--set fleet.cohorts[0].count=many: fleet.cohorts[0].count: found "
                          "\"many\", expected a whole number"));
    EXPECT_THAT(failure_with("fleet.cohorts[0].count=1"),
                testing::Not(HasSubstr("fleet.cohorts[0].count:")));
}

TEST(Override, MayMendTheFile) {
    Folder folder;
    folder.with("scenario.json", R"({"fleet": {"cohorts": [{"name": "a", "count": 1,
"policy": "missing.json"}]}})");
    EXPECT_NE(folder.failure(), "");
    const LoadOptions options{
        .seed = {},
        .devices = {},
        .sets = {
            R"(fleet.cohorts[a].policy={"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
            R"("Action":"iot:Publish","Resource":"*"}]})"}};
    EXPECT_EQ(folder.failure(options), "");
}
