#include "scenarios/variables.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/scenarios/scenario_fixture.hpp"

using namespace scenarios;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

/// A scenario of pumps, with these variables and these members besides.
std::string scenario_with(std::string_view variables, std::string_view members) {
    return fmt::format(R"({{"variables": {{{}}},
  "fleet": {{"cohorts": [{{"name": "pumps", "count": 5}}]}},
  {}}})",
                       variables, members);
}

Scenario load_with(std::string_view variables, std::string_view members,
                   std::vector<std::string> sets = {}) {
    Folder folder;
    return folder.with("scenario.json", scenario_with(variables, members))
        .load({.sets = std::move(sets)});
}

std::string failure_with(std::string_view variables, std::string_view members,
                         std::vector<std::string> sets = {}) {
    Folder folder;
    return folder.with("scenario.json", scenario_with(variables, members))
        .failure({.sets = std::move(sets)});
}

}  // namespace

TEST(Variables, StandForValuesOfAnyType) {
    const auto scenario = load_with(R"("s": 7, "crl": true, "alarms": [{"cohort": "pumps"}])",
                                    R"("seed": "${s}", "broker": {"enforceCrl": "${crl}"},
                                       "expect": {"alarms": "${alarms}"})");
    EXPECT_EQ(scenario.seed, 7U);
    EXPECT_TRUE(scenario.broker.enforce_crl);
    EXPECT_EQ(scenario.resolved.root()["expect"]["alarms"][0]["cohort"], "pumps");
}

TEST(Variables, StandWithinLongerTextsAsTheirText) {
    const auto scenario =
        load_with(R"("hours": 3, "who": "A pump")",
                  R"("duration": "${hours}h", "title": "${who} for ${hours} h, ${iot:ClientId}")");
    EXPECT_EQ(scenario.duration, std::chrono::hours(3));
    EXPECT_EQ(scenario.title, "A pump for 3 h, ${iot:ClientId}");
}

TEST(Variables, LeaveTheScenarioThatOneWithoutThemWouldBe) {
    const auto with = load_with(R"("s": 7)", R"("seed": "${s}", "title": "x")");
    Folder plain;
    plain.with("scenario.json", R"({"fleet": {"cohorts": [{"name": "pumps", "count": 5}]},
                                    "seed": 7, "title": "x"})");
    EXPECT_EQ(scenario_hash(with), scenario_hash(plain.load()));
    EXPECT_THAT(scenario_files(with)[0].second, Not(HasSubstr("variables")));
}

TEST(Variables, AreSetByOptions) {
    EXPECT_EQ(load_with(R"("s": 7)", R"("seed": "${s}")", {"variables.s=8"}).seed, 8U);
    EXPECT_EQ(load_with(R"("s": 7)", R"("seed": "${s}")", {"variables={\"s\": 9}"}).seed, 9U);
    EXPECT_EQ(failure_with(R"("seed": 7)", R"("seed": "${seed}")", {"variables.sed=8"}),
              "--set variables.sed=8: no variable is named \"sed\" (did you mean \"seed\"?)");
    EXPECT_THAT(failure_of(R"({"fleet": {"cohorts": []}})"), "");
    Folder none;
    EXPECT_THAT(none.with("scenario.json", R"({"fleet": {"cohorts": []}})")
                    .failure({.sets = {"variables.s=8"}}),
                HasSubstr("no variable is named \"s\""));
}

TEST(Variables, AreNotLookedForInFilesThatAScenarioNames) {
    Folder folder;
    constexpr std::string_view policy = R"({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "iot:Connect", "Resource": "${name}/${iot:ClientId}"}]})";
    const auto scenario =
        folder.with("a.json", policy)
            .with("scenario.json", R"({"variables": {"name": "a"}, "fleet": {"cohorts": [
                {"name": "pumps", "count": 1, "policy": "${name}.json"}]}})")
            .load();
    EXPECT_EQ(scenario_files(scenario)[1], std::pair(std::string("a.json"), std::string(policy)));
}

TEST(Variables, AreNoneWhereNoneAreDeclared) {
    Folder folder;
    EXPECT_EQ(
        folder.with("scenario.json", R"({"title": "costs ${much}", "fleet": {"cohorts": []}})")
            .load()
            .title,
        "costs ${much}");
}

TEST(Variables, ThatNobodyDeclaresAreErrorsWithTheNearestName) {
    const auto failure = failure_with(R"("limit": 1, "site": "x")", R"("seed": "${limt}",
  "title": "${site}", "duration": "${limit}")");
    EXPECT_THAT(failure, HasSubstr("scenario.json:3: seed: no variable is named \"limt\" (did you "
                                   "mean \"limit\"?); known: limit, site"));
    EXPECT_THAT(failure, HasSubstr("scenario.json:4: duration: found 1, expected a duration"));
    EXPECT_THAT(failure, HasSubstr("(written as \"${limit}\")"));
    EXPECT_THAT(failure, Not(HasSubstr("found \"${limt}\""))) << "it is told once";
}

TEST(Variables, ThatNobodyUsesAreErrors) {
    EXPECT_THAT(failure_with(R"("limit": 1)", R"("seed": 1)"),
                HasSubstr("scenario.json:1: variables.limit: no value of the scenario names "
                          "${limit}; use it, or leave it out"));
}

TEST(Variables, HaveNoPlaceWhereTheyDoNotFit) {
    EXPECT_THAT(failure_with(R"("list": [1])", R"("title": "a ${list}")"),
                HasSubstr("title: ${list} is an array, which has no place within a text"));
    EXPECT_THAT(failure_with(R"("a": "${b}", "b": 1)", R"("seed": "${b}", "title": "${a}")"),
                HasSubstr("variables.a: names a variable"));
    EXPECT_THAT(failure_with(R"("a b": 1)", R"("seed": 1)"),
                AllOf(HasSubstr("variables.a b: found the key \"a b\""),
                      HasSubstr("a name of at most 64 letters")));
}

TEST(Variables, CannotGrowBeyondWhatAFileMayBe) {
    const std::string large(1 << 20, 'x');
    std::string texts;
    for (int i = 0; i < 40; ++i) texts += fmt::format("{}\"${{a}}\"", i == 0 ? "" : ", ");
    EXPECT_THAT(failure_with(fmt::format("\"a\": \"{}\"", large),
                             fmt::format(R"("expect": {{"x": [{}]}})", texts)),
                HasSubstr("the values of variables fill more than"));
    const auto deep = std::string(40, '[') + std::string(40, ']');
    const auto place = std::string(40, '[') + "\"${a}\"" + std::string(40, ']');
    EXPECT_THAT(failure_with("\"a\": " + deep, "\"expect\": {\"x\": " + place + "}"),
                HasSubstr("nests deeper than 64 levels"));
    std::string many = "\"v\": 1";
    for (int i = 0; i < 1000; ++i) many += fmt::format(", \"v{}\": 1", i);
    EXPECT_THAT(failure_with(many, R"("seed": 1)"),
                HasSubstr("variables: holds 1001 variables, at most 1000 are possible"));
}

TEST(Variables, AreFoundQuicklyInTextsThatOnlyLookLikeThem) {
    std::string braces;
    for (int i = 0; i < 1'000'000; ++i) braces += "${";
    EXPECT_EQ(load_with(R"("s": 1)", R"("seed": "${s}", "title": ")" + braces + "}\"").title,
              braces + "}");
}
