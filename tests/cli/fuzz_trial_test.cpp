// Would fuzz find a bug? Engines with one planted by hand are tried on random scenarios, one after
// the other and one beside the other.
#include "sim/cli/fuzz_runs.hpp"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "fleet/base/error.hpp"
#include "sim/drill/fuzz_scenario.hpp"
#include "sim/drill/shrink.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

struct Found {
    fleet::Json scenario;
    drill::Broken broken;
};

/// The first random scenario, of a hundred, that breaks something.
std::optional<Found> first_broken(const cli::TrialOptions& options) {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        auto scenario = drill::random_scenario(seed, cli::kind_tables(), {});
        try {
            if (const auto verdict = cli::try_scenario(scenario, options).verdict)
                return Found{std::move(scenario), *verdict};
        } catch (const fleet::Error&) {
            continue;  // it asks too much of its fleet
        }
    }
    return std::nullopt;
}

std::size_t behaviors_of(const fleet::Json& scenario) {
    std::size_t behaviors = 0;
    for (const auto& one : scenario["detect"]["profiles"])
        behaviors += one["profile"]["behaviors"].size();
    return behaviors;
}

/// Finds the bug, shrinks what showed it, and looks at what is left.
void expect_found_and_shrunk(const cli::TrialOptions& planted,
                             const std::set<std::string>& invariants) {
    const auto found = first_broken(planted);
    ASSERT_TRUE(found) << "nobody noticed";
    EXPECT_TRUE(invariants.contains(found->broken.invariant))
        << found->broken.invariant << ": " << found->broken.what;
    const auto smallest = cli::shrink_broken(found->scenario, found->broken, planted);
    EXPECT_EQ(cli::try_scenario(smallest, planted).verdict->invariant, found->broken.invariant);
    EXPECT_FALSE(cli::try_scenario(smallest, {}).verdict) << "the engine itself is right";
    EXPECT_LT(drill::devices_of(smallest), 10U);
    EXPECT_LE(behaviors_of(smallest), 2U);
    EXPECT_EQ(smallest, cli::shrink_broken(found->scenario, found->broken, planted));
}

/// Of each thing.
void drop_every_second_alarm(engine::Findings& findings) {
    std::map<std::string, int> alarms;
    std::erase_if(findings.violation_events, [&](const engine::ViolationEvent& event) {
        return event.type == engine::ViolationEventType::in_alarm &&
               ++alarms[event.thing_name] % 2 == 0;
    });
}

void want_one_datapoint_more(engine::Rules& rules) {
    for (auto& attachment : rules.profiles)
        for (auto& behavior : attachment.profile.behaviors) ++behavior.datapoints_to_alarm;
}

void take_less_than_for_less_than_equals(engine::Rules& rules) {
    for (auto& attachment : rules.profiles)
        for (auto& behavior : attachment.profile.behaviors)
            if (behavior.comparison == engine::ComparisonOperator::less_than)
                behavior.comparison = engine::ComparisonOperator::less_than_equals;
}

void allow_a_minute_more_away(engine::Rules& rules) {
    for (auto& attachment : rules.profiles)
        for (auto& behavior : attachment.profile.behaviors)
            if (behavior.metric == "aws:disconnect-duration") ++behavior.value.count;
}

}  // namespace

TEST(FuzzTrial, FindsAnEngineThatIsWrongAboutAbsencesOnly) {
    expect_found_and_shrunk({.misread = allow_a_minute_more_away}, {"reference"});
}

TEST(FuzzTrial, FindsAnEngineThatDropsEverySecondAlarmOfAThing) {
    expect_found_and_shrunk({.misstate = drop_every_second_alarm}, {"active", "alarms"});
}

TEST(FuzzTrial, FindsAnEngineThatCountsToAnAlarmWrongly) {
    expect_found_and_shrunk({.misread = want_one_datapoint_more}, {"reference"});
}

TEST(FuzzTrial, FindsAnEngineThatIsWrongAtTheBoundaryOnly) {
    expect_found_and_shrunk({.misread = take_less_than_for_less_than_equals}, {"reference"});
}

TEST(FuzzTrial, FindsNothingInTheEngineItself) { EXPECT_FALSE(first_broken({.is_sharded = true})); }

TEST(FuzzRuns, LeaveTheSameOfABugHoweverManyArePlayedAtATime) {
    const support::TemporaryFolder folder;
    const auto tried = [&](unsigned jobs) {
        const cli::FuzzPlan plan{.seed = 1,
                                 .runs = 12,
                                 .jobs = jobs,
                                 .out = folder / std::to_string(jobs),
                                 .engine = {.misread = want_one_datapoint_more}};
        return cli::try_random_scenarios(plan, {}, [](const std::string&) {});
    };
    const auto alone = tried(1), together = tried(4);
    ASSERT_EQ(alone.failures.size(), 1U) << "nobody noticed";
    ASSERT_EQ(together.failures.size(), 1U);
    EXPECT_GT(alone.failures[0].times, 1U);
    EXPECT_EQ(alone.failures[0].times, together.failures[0].times);
    EXPECT_EQ(alone.failures[0].run, together.failures[0].run);
    EXPECT_EQ(alone.failures[0].broken, together.failures[0].broken);
    EXPECT_EQ(alone.events, together.events);
    EXPECT_EQ(alone.kinds, together.kinds);
    EXPECT_NE(folder.read("1/reference.scenario.json"), "");
    EXPECT_EQ(folder.read("1/reference.scenario.json"), folder.read("4/reference.scenario.json"));
}

TEST(FuzzRuns, RaiseWhatTheFirstRunThatCannotBePlayedRaised) {
    const auto attachment = fleet::Json::parse(R"({"profile": {"securityProfileName": "?"}})");
    EXPECT_THROW(cli::try_random_scenarios({.runs = 50, .jobs = 3, .out = "none"}, {&attachment, 1},
                                           [](const std::string&) {}),
                 fleet::Error);
}

TEST(FuzzTrial, RefusesWhatIsNoScenario) {
    EXPECT_THROW(cli::try_scenario(fleet::Json::object(), {}), fleet::Error);
}
