#include "scenarios/cases.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/scenarios/scenario_fixture.hpp"

using namespace scenarios;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

Folder& add_cases(Folder& folder, std::string_view cases, std::string_view members = "") {
    return folder.with("scenario.json", fmt::format(R"({{"name": "plant", "seed": 1,
  "fleet": {{"cohorts": [{{"name": "pumps", "count": 5}}]}},
  "expect": {{"exclusive": false}}{},
  "cases": {}}})",
                                                    members, cases));
}

std::string failure_with(std::string_view cases, std::string case_name) {
    Folder folder;
    return add_cases(folder, cases).failure({.case_name = std::move(case_name)});
}

constexpr std::string_view two = R"([
    {"name": "few", "set": {"fleet.cohorts[pumps].count": 2}},
    {"name": "as it is", "expect": {"exclusive": "strict"}}])";

}  // namespace

TEST(Cases, AreScenariosWithOtherValues) {
    Folder folder;
    add_cases(folder, two);
    EXPECT_THAT(case_names(folder.path()), ElementsAre("few", "as it is"));
    const auto few = folder.load({.case_name = "few"}),
               same = folder.load({.case_name = "as it is"});
    EXPECT_EQ(few.fleet.cohorts[0].count, 2U);
    EXPECT_EQ(few.name, "plant/few");
    EXPECT_EQ(few.resolved.root()["expect"]["exclusive"], false);
    EXPECT_EQ(same.fleet.cohorts[0].count, 5U);
    EXPECT_EQ(same.resolved.root()["expect"]["exclusive"], "strict");
    EXPECT_FALSE(same.resolved.root().contains("cases"));
}

TEST(Cases, LeaveScenariosThatLoadAgainUnderTheirNames) {
    Folder folder, copy;
    const auto few = add_cases(folder, two).load({.case_name = "few"});
    const auto again = copy.with("scenario.json", scenario_files(few)[0].second).load();
    EXPECT_EQ(again.name, "plant/few");
    EXPECT_EQ(scenario_hash(again), scenario_hash(few));
}

TEST(Cases, AreEveryCombinationOfAMatrix) {
    Folder folder;
    add_cases(folder, R"({"fleet.cohorts[pumps].count": [2, 3], "seed": [7, 8]})");
    EXPECT_THAT(case_names(folder.path()), ElementsAre("count-2-seed-7", "count-2-seed-8",
                                                       "count-3-seed-7", "count-3-seed-8"));
    const auto last = folder.load({.case_name = "count-3-seed-8"});
    EXPECT_EQ(last.fleet.cohorts[0].count, 3U);
    EXPECT_EQ(last.seed, 8U);
}

TEST(Cases, SetVariablesAndNameThem) {
    Folder folder;
    add_cases(folder, R"([{"name": "a", "set": {"variables.s": 3}},
                          {"name": "b", "set": {"duration": "${h}h"}}])",
              R"(, "variables": {"s": 2, "h": 4}, "title": "seed ${s}")");
    EXPECT_EQ(folder.load({.case_name = "a"}).title, "seed 3");
    EXPECT_EQ(folder.load({.case_name = "b"}).title, "seed 2");
    EXPECT_EQ(folder.load({.case_name = "b"}).duration, std::chrono::hours(4));
}

TEST(Cases, AreChangedByOptions) {
    Folder folder;
    add_cases(folder, R"({"seed": [7, 8]})");
    EXPECT_EQ(folder.load({.sets = {"seed=9"}, .case_name = "seed-7"}).seed, 9U);
    EXPECT_EQ(folder.load({.seed = 10, .case_name = "seed-7"}).seed, 10U);
    EXPECT_THAT(folder.failure({.sets = {"cases=[]"}, .case_name = "seed-7"}),
                HasSubstr("\"cases\" says what there is to change"));
}

TEST(Cases, AreToBeChosen) {
    EXPECT_THAT(failure_with(two, ""), HasSubstr("scenario.json: has cases; choose one with "
                                                 "--case: few, as it is"));
    EXPECT_THAT(failure_with(two, "fews"), HasSubstr("no case is named \"fews\" (did you mean "
                                                     "\"few\"?); known: few, as it is"));
    Folder plain;
    plain.with("scenario.json", R"({"fleet": {"cohorts": []}})");
    EXPECT_THAT(plain.failure({.case_name = "x"}),
                HasSubstr("scenario.json: has no cases, so none is named \"x\""));
    EXPECT_THAT(case_names(plain.path()), IsEmpty());
}

TEST(Cases, WhoseValuesHaveNoPlaceAreErrors) {
    const auto failure = failure_with(R"([{"name": "a", "set": {
      "fleet.cohorts[pump].count": 2,
      "variables.limit": 1,
      "sed": 3}}])",
                                      "a");
    EXPECT_THAT(failure, HasSubstr("scenario.json:5: cases[0].set.fleet.cohorts[pump].count: the "
                                   "case \"a\" sets fleet.cohorts[pump].count, which has no place "
                                   "here: fleet.cohorts has no element \"pump\" (did you mean "
                                   "\"pumps\"?)"));
    EXPECT_THAT(failure, HasSubstr("scenario.json:6: cases[0].set.variables.limit: the case"));
    EXPECT_THAT(failure, HasSubstr("unknown key \"sed\" (did you mean \"seed\"?)"));
}

TEST(Cases, TellWhereAWrongValueStands) {
    EXPECT_THAT(failure_with(R"([{"name": "a", "set": {
      "seed": -1}}])",
                             "a"),
                HasSubstr("scenario.json:5: seed: found -1, expected a whole number from 0 to "
                          "18446744073709551615 (set by the case \"a\")"));
    EXPECT_THAT(failure_with(R"({"seed": [1,
      "x"]})",
                             "seed-x"),
                HasSubstr("scenario.json:5: seed: found \"x\""));
}

TEST(Cases, HaveNamesOfTheirOwn) {
    EXPECT_THAT(failure_with(R"([{"name": "a"}, {"name": "a"}])", "a"),
                HasSubstr("cases[1].name: another case is named \"a\""));
    EXPECT_THAT(failure_with(R"({"title": ["a/b", "a:b"]})", "x"),
                HasSubstr("two of its cases would be called \"title-a_b\"; write them as a list"));
    EXPECT_THAT(failure_with("[]", "x"), HasSubstr("cases: holds no case"));
    EXPECT_THAT(failure_with(R"({"seed": []})", "x"),
                HasSubstr("cases.seed: needs at least one value"));
}

TEST(Cases, AreAtMostAThousand) {
    std::string values = "1";
    for (int i = 2; i <= 40; ++i) values += fmt::format(", {}", i);
    EXPECT_THAT(failure_with(fmt::format(R"({{"seed": [{0}], "title": [{0}]}})", values), "x"),
                HasSubstr("cases: makes more than 1000 cases"));
    std::string paths = R"("p0": [1])", set = R"("p0": 1)";
    for (int i = 1; i <= 100; ++i) {
        paths += fmt::format(", \"p{}\": [1]", i);
        set += fmt::format(", \"p{}\": 1", i);
    }
    EXPECT_THAT(failure_with("{" + paths + "}", "x"),
                HasSubstr("cases: has 101 paths, at most 100 are possible"));
    EXPECT_THAT(failure_with(R"([{"name": "x", "set": {)" + set + "}}]", "x"),
                HasSubstr("cases[0].set: sets 101 values, at most 100 are possible"));
}

TEST(Cases, AreNotUpdatedByMachine) {
    Folder folder;
    add_cases(folder, two);
    EXPECT_THAT(folder.load({.case_name = "few"}).why_expect_stays, HasSubstr("has cases"));
    Folder variable;
    variable.with("scenario.json", R"({"variables": {"n": 1}, "fleet": {"cohorts": []},
                                       "expect": {"exclusive": false, "findings": ["${n}"]}})");
    EXPECT_THAT(variable.load().why_expect_stays, HasSubstr("names variables"));
    Folder included;
    included.with("a.json", R"({"expect": {"exclusive": false}})")
        .with("scenario.json", R"({"include": "a.json", "fleet": {"cohorts": []}})");
    EXPECT_THAT(included.load().why_expect_stays, HasSubstr("is included"));
    included.with("a.json", R"({"seed": 3})")
        .with("scenario.json", R"({"include": "a.json", "fleet": {"cohorts": []}, "expect": {}})");
    EXPECT_EQ(included.load().why_expect_stays, "");
}
