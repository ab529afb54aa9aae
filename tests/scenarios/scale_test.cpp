#include "scenarios/scale.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenarios/scenario_fixture.hpp"

using namespace scenarios;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {
std::vector<std::uint64_t> shared(std::vector<std::uint64_t> counts, std::uint64_t total) {
    return scaled(counts, total);
}
}  // namespace

TEST(Scale, GivesWhatIsLeftToTheLargestRemainders) {
    EXPECT_THAT(shared({200, 50}, 25), ElementsAre(20U, 5U));
    EXPECT_THAT(shared({1, 1, 1}, 2), ElementsAre(1U, 1U, 0U));
    EXPECT_THAT(shared({5, 3, 1}, 4), ElementsAre(2U, 1U, 1U));
    EXPECT_THAT(shared({0, 7}, 3), ElementsAre(0U, 3U));
    EXPECT_THAT(shared({3, 4}, 0), ElementsAre(0U, 0U));
    EXPECT_THAT(shared({5'000'000, 5'000'000}, 1ULL << 32), ElementsAre(1ULL << 31, 1ULL << 31));
}

TEST(Scale, KeepsAbsoluteCountsAndScalesShares) {
    Folder folder;
    const auto scenario = add_files_of_whole_scenario(folder)
                              .with("scenario.json", whole_scenario)
                              .load({.seed = {}, .devices = 2500, .sets = {}});
    EXPECT_EQ(scenario.fleet.cohorts[0].count, 2000U);
    EXPECT_EQ(scenario.fleet.cohorts[1].count, 500U);
    EXPECT_EQ(scenario.fleet.defects[0].count, 20U);
    EXPECT_EQ(scenario.timeline[0].devices.count, 1U);
}

TEST(Scale, RefusesWhatTheFleetCannotBecome) {
    Folder folder;
    add_files_of_whole_scenario(folder).with("scenario.json", whole_scenario);
    const auto with = [&](std::uint64_t devices) {
        return folder.failure({.seed = {}, .devices = devices, .sets = {}});
    };
    EXPECT_THAT(with(10), HasSubstr("no device is named \"pumps-4\""));
    EXPECT_THAT(with(99'000'000), HasSubstr("at most 5000000 are possible"));
    EXPECT_THAT(with(~0ULL), HasSubstr("at most 100000000 are possible"));
    folder.with("scenario.json", R"({"fleet": {"cohorts": [{"name": "a", "count": 0}]}})");
    EXPECT_THAT(with(5), HasSubstr("nothing to scale"));
}
