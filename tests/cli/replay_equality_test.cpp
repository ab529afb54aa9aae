// What a recording is replayed through says what the run said: the same bytes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/random_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;

constexpr int seeds_per_test = 20;

/// Plays a scenario with one profile on all things, records it, and replays the recording.
void expect_replay_equals_run(const std::string& scenario, const fs::path& folder) {
    const auto run = folder / "run", replayed = folder / "replayed";
    const auto played = support::fleetdrill(
        {"run", scenario, "--transport", "memory", "--record", "--quiet", "--out", run.string()});
    ASSERT_EQ(played.status, 0) << played.err;
    const auto outcome = support::fleetdrill(
        {"detect", run.string(), "--profile", (folder / "profile.json").string() + "=all/things",
         "--dimensions", (folder / "dimensions.json").string(), "--custom-metrics",
         (folder / "custom-metrics.json").string(), "--quiet", "--out", replayed.string()});
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    for (const auto* file :
         {"detect/violation-events.json", "detect/active-violations.json", "metrics/exports.jsonl"})
        EXPECT_EQ(fleet::read_file(run / file), fleet::read_file(replayed / file)) << file;
}

class ReplayEquality : public testing::TestWithParam<int> {};

TEST_P(ReplayEquality, ARecordingSaysWhatTheRunSaid) {
    const support::TemporaryFolder folder;
    std::size_t events = 0;
    for (int n = 0; n < seeds_per_test; ++n) {
        const auto seed = static_cast<std::uint64_t>(GetParam() * seeds_per_test + n + 1);
        const auto text = support::random_scenario(seed);
        const auto scenario = folder.path() / fmt::format("random-{}", seed);
        fs::create_directory(scenario);
        fleet::write_file(scenario / "scenario.json", text);
        const auto detect = fleet::Json::parse(text)["detect"];
        fleet::write_file(folder.path() / "profile.json", detect["profiles"][0]["profile"].dump());
        fleet::write_file(folder.path() / "dimensions.json", detect["dimensions"].dump());
        fleet::write_file(folder.path() / "custom-metrics.json", detect["customMetrics"].dump());
        expect_replay_equals_run(scenario.string(), folder.path());
        ASSERT_FALSE(HasFailure()) << "seed " << seed << '\n' << text;
        events += fleet::Json::parse(fleet::read_file(
            folder.path() / "run/detect/violation-events.json"))["violationEvents"]
                      .size();
    }
    EXPECT_GT(events, 0U) << "silence equals silence";
}

INSTANTIATE_TEST_SUITE_P(RandomScenarios, ReplayEquality, testing::Range(0, 3));

}  // namespace
