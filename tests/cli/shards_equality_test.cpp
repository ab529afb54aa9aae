// However many shards a run was played in, what their merge leaves is the same in every file but
// timing.json as if one process had played it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "fleet/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/random_scenario.hpp"
#include "tests/support/run_equality.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

constexpr int seeds_per_test = 10;

void expect_success(const Words& words) {
    const auto outcome = support::fleetdrill(words);
    EXPECT_EQ(outcome.status, 0) << words.front() << ": " << outcome.err;
}

Words with(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

/// Plays `scenario` in so many shards and returns the folder of their merge.
fs::path in_shards(const std::string& scenario, int count, const fs::path& folder,
                   const Words& options) {
    Words merge{"merge", "--quiet", "--out", (folder / "merged").string()};
    for (int number = 0; number < count; ++number) {
        const auto out = (folder / fmt::format("shard-{}", number)).string();
        expect_success(with({"run", scenario, "--quiet", "--shard",
                             fmt::format("{}/{}", number, count), "--out", out},
                            options));
        merge.push_back(out);
    }
    expect_success(merge);
    return folder / "merged";
}

class ShardsEquality : public testing::TestWithParam<int> {};

TEST_P(ShardsEquality, OneThreeAndSevenShardsLeaveTheSameBytesAsNone) {
    for (int n = 0; n < seeds_per_test; ++n) {
        const support::TemporaryFolder folder;
        const auto seed = static_cast<std::uint64_t>(GetParam() * seeds_per_test + n + 1);
        const auto scenario = folder.path() / fmt::format("random-{}", seed);
        fs::create_directory(scenario);
        fleet::write_file(scenario / "scenario.json", support::random_scenario(seed));
        const Words options{"--transport", "memory", "--record"};
        const auto whole = folder.path() / "whole";
        expect_success(
            with({"run", scenario.string(), "--quiet", "--out", whole.string()}, options));
        for (const int count : {1, 3, 7}) {
            const support::TemporaryFolder parts;
            const auto merged = in_shards(scenario.string(), count, parts.path(), options);
            ASSERT_FALSE(HasFailure()) << "seed " << seed << " in " << count << " shards";
            ASSERT_EQ(support::first_difference(whole, merged), "")
                << "seed " << seed << " in " << count << " shards\n"
                << support::random_scenario(seed);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(RandomScenarios, ShardsEquality, testing::Range(0, 10));

TEST(Shards, WithoutARecordingTheQuickstartIsTheSameInThree) {
    const support::TemporaryFolder folder;
    const std::string scenario = FLEETDRILL_SOURCE_DIR "/scenarios/library/quickstart";
    const Words options{"--transport", "memory", "--threads", "2"};
    const auto whole = folder.path() / "whole";
    expect_success(with({"run", scenario, "--quiet", "--out", whole.string()}, options));
    const auto merged = in_shards(scenario, 3, folder.path(), options);
    EXPECT_EQ(support::first_difference(whole, merged), "");
}

TEST(Shards, AShardsFilesDoNotDependOnThreads) {
    const support::TemporaryFolder folder;
    const std::string scenario = FLEETDRILL_SOURCE_DIR "/scenarios/library/quickstart";
    for (const auto* threads : {"1", "5"})
        expect_success({"run", scenario, "--quiet", "--transport", "memory", "--shard", "1/2",
                        "--threads", threads, "--out", (folder.path() / threads).string()});
    EXPECT_EQ(support::first_difference(folder.path() / "1", folder.path() / "5"), "");
}

}  // namespace
