#include "scenarios/include.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/scenarios/scenario_fixture.hpp"

using namespace scenarios;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

namespace {

constexpr std::string_view policy = R"({"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "iot:Connect", "Resource": "*"}]})";

/// A plant of pumps and valves in a folder of its own, and a scenario that includes it.
Folder& add_plant(Folder& folder, std::string_view scenario) {
    return folder
        .with("fleets/plant.json", R"({
  "account": {"id": "111111111111", "region": "eu-west-1"},
  "fleet": {"cohorts": [
    {"name": "pumps", "count": 3, "policy": "pump.policy.json"},
    {"name": "valves", "count": 2}]}})")
        .with("fleets/pump.policy.json", policy)
        .with("scenario.json", scenario);
}

std::vector<std::string> cohorts_of(const Scenario& scenario) {
    std::vector<std::string> names;
    for (const auto& cohort : scenario.fleet.cohorts) names.push_back(cohort.name);
    return names;
}

}  // namespace

TEST(Include, PutsAFleetBelowTheScenario) {
    Folder folder;
    const auto scenario = add_plant(folder, R"({"include": "fleets/plant.json",
      "account": {"region": "us-east-2"},
      "fleet": {"cohorts": [{"name": "doors", "count": 1}]}})")
                              .load();
    EXPECT_THAT(cohorts_of(scenario), ElementsAre("pumps", "valves", "doors"));
    EXPECT_EQ(scenario.fleet.account.id, "111111111111");
    EXPECT_EQ(scenario.fleet.account.region, "us-east-2");
    EXPECT_EQ(scenario.fleet.cohorts[0].policy_name, "pump");
}

TEST(Include, LeavesAScenarioThatNeedsNoOtherFile) {
    Folder folder, copy;
    const auto scenario = add_plant(folder, R"({"include": ["fleets/plant.json"]})").load();
    for (const auto& [name, text] : scenario_files(scenario)) copy.with(name, text);
    EXPECT_EQ(scenario_hash(copy.load()), scenario_hash(scenario));
    EXPECT_EQ(scenario.resolved.root().contains("include"), false);
}

TEST(Include, OfALaterFileWinsOverAnEarlierOne) {
    Folder folder;
    const auto scenario = add_plant(folder, R"({"include": ["fleets/plant.json", "b.json"]})")
                              .with("b.json", R"({"account": {"region": "ap-south-1"}, "seed": 5})")
                              .load();
    EXPECT_EQ(scenario.fleet.account.region, "ap-south-1");
    EXPECT_EQ(scenario.seed, 5U);
}

TEST(Include, OfOneFileOnTwoWaysCountsOnce) {
    Folder folder;
    const auto scenario = add_plant(folder, R"({"include": ["a.json", "fleets/plant.json"]})")
                              .with("a.json", R"({"include": "fleets/../fleets/plant.json"})")
                              .load();
    EXPECT_THAT(cohorts_of(scenario), ElementsAre("pumps", "valves"));
}

TEST(Include, MeetsOverridesAndVariablesOfTheScenario) {
    Folder folder;
    folder
        .with("shared.json", R"({"variables": {"n": 3, "seed": 1}, "seed": "${seed}",
                                   "fleet": {"cohorts": [{"name": "pumps", "count": "${n}"}]}})")
        .with("scenario.json", R"({"include": "shared.json", "variables": {"n": 4}})");
    EXPECT_EQ(folder.load().fleet.cohorts[0].count, 4U);
    EXPECT_EQ(folder.load({.sets = {"variables.n=6"}}).fleet.cohorts[0].count, 6U);
    EXPECT_EQ(folder.load({.sets = {"fleet.cohorts[pumps].count=7"}}).fleet.cohorts[0].count, 7U);
}

TEST(Include, NamesAnOptionsFilesFromTheScenario) {
    Folder folder;
    add_plant(folder, R"({"include": "fleets/plant.json"})").with("other.json", policy);
    const auto scenario = folder.load({.sets = {"fleet.cohorts[pumps].policy=other.json"}});
    EXPECT_EQ(scenario.fleet.cohorts[0].policy_name, "other");
}

TEST(Include, TellsProblemsInTheFileThatHoldsThem) {
    Folder folder;
    const auto failure = folder
                             .with("fleets/a.json", R"({
  "fleet": {"cohorts": [
    {"name": "pumps", "count": 1},
    {"name": "pumps", "count": -1}]}})")
                             .with("scenario.json", R"({"include": "fleets/a.json",
  "fleet": {"cohorts": [
    {"name": "a", "count": 1},
    {"name": "b", "cuont": 1}]}})")
                             .failure();
    EXPECT_THAT(failure, HasSubstr("fleets/a.json:4: fleet.cohorts[1].count: found -1"));
    EXPECT_THAT(failure, HasSubstr("scenario.json:4: fleet.cohorts[1].cuont: unknown key"));
}

TEST(Include, TellsProblemsOfMeaningThereToo) {
    Folder folder;
    const auto failure = add_plant(folder, R"({"include": "fleets/plant.json",
  "fleet": {"defects": [{"kind": "expiring-certificate", "cohort": "pump", "expiresIn": "1d"}],
            "cohorts": [
              {"name": "pumps", "count": 1}]}})")
                             .failure();
    EXPECT_THAT(failure, HasSubstr("scenario.json:2: fleet.defects[0].cohort: no cohort is named "
                                   "\"pump\" (did you mean \"pumps\"?)"));
    EXPECT_THAT(failure, HasSubstr("scenario.json:4: fleet.cohorts[0]"));
}

TEST(Include, InACircleNamesTheChain) {
    Folder folder;
    const auto failure = folder.with("a.json", R"({"include": "b.json"})")
                             .with("b.json", R"({
  "include": ["scenario.json"]})")
                             .with("scenario.json", R"({"include": "a.json"})")
                             .failure();
    EXPECT_THAT(failure, AllOf(HasSubstr("b.json:2: include[0]: goes in a circle: "),
                               HasSubstr("scenario.json includes "), HasSubstr("a.json includes "),
                               EndsWith("scenario.json")));
}

TEST(Include, TellsEveryFileThatCannotBeTaken) {
    Folder folder;
    const auto failure = folder.with("list.json", "[]")
                             .with("named.json", R"({"name": "x"})")
                             .with("scenario.json", R"({"include": [
  "none.json",
  "list.json", "named.json", 7]})")
                             .failure();
    EXPECT_THAT(failure, HasSubstr("scenario.json:2: include[0]: while reading the file it names"));
    EXPECT_THAT(failure,
                HasSubstr("list.json:1: found an array, expected an object with sections"));
    EXPECT_THAT(failure, HasSubstr("named.json:1: name: a file that is included names no"));
    EXPECT_THAT(failure, HasSubstr("scenario.json:3: include[3]: found 7, expected"));
}

TEST(Include, GoesNoDeeperThanEightFiles) {
    Folder folder;
    folder.with("scenario.json", R"({"include": "0.json", "fleet": {"cohorts": []}})");
    const auto name = [](int n) { return std::to_string(n) + ".json"; };
    for (int n = 0; n < 7; ++n) folder.with(name(n), R"({"include": ")" + name(n + 1) + "\"}");
    folder.with(name(7), "{}");
    EXPECT_EQ(folder.failure(), "");
    folder.with(name(7), R"({"include": "8.json"})").with(name(8), "{}");
    EXPECT_THAT(folder.failure(), HasSubstr("7.json:1: include: is included through more than 8"));
}

TEST(Include, MergesLargeObjectsInGoodTime) {
    Folder folder;
    const auto members = [](int first) {
        std::string text;
        for (int i = first; i < first + 100'000; ++i)
            text += (text.empty() ? "\"" : ", \"") + std::to_string(i) + "\": 1";
        return text;
    };
    folder.with("a.json", R"({"expect": {)" + members(0) + "}}")
        .with("scenario.json", R"({"include": "a.json", "fleet": {"cohorts": []}, "expect": {)" +
                                   members(50'000) + "}}");
    EXPECT_EQ(read_with_includes(folder.path() / "scenario.json").scenario.root()["expect"].size(),
              150'000U);
}
