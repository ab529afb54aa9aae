// Shards that were played over real brokers merge into the run that was played whole in memory.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "fleet/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/random_scenario.hpp"
#include "tests/support/run_equality.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

void expect_success(const std::vector<std::string>& words) {
    const auto outcome = support::fleetdrill(words);
    EXPECT_EQ(outcome.status, 0) << words.front() << ": " << outcome.err;
}

class ShardsOverBrokers : public testing::TestWithParam<int> {};

TEST_P(ShardsOverBrokers, MergeIntoWhatMemoryLeaves) {
    const auto seed = static_cast<std::uint64_t>(GetParam());
    const support::TemporaryFolder folder;
    const auto scenario = folder.path() / fmt::format("random-{}", seed);
    std::filesystem::create_directory(scenario);
    fleet::write_file(scenario / "scenario.json", support::random_scenario(seed));
    const auto whole = (folder.path() / "whole").string();
    const auto merged = (folder.path() / "merged").string();
    expect_success(
        {"run", scenario.string(), "--quiet", "--record", "--transport", "memory", "--out", whole});
    std::vector<std::string> merge{"merge", "--quiet", "--out", merged};
    for (const auto* shard : {"0/2", "1/2"}) {
        merge.push_back((folder.path() / std::string(1, *shard)).string());
        expect_success({"run", scenario.string(), "--quiet", "--record", "--transport", "broker",
                        "--shard", shard, "--out", merge.back()});
    }
    expect_success(merge);
    EXPECT_EQ(support::first_difference(whole, merged), "") << support::random_scenario(seed);
}

INSTANTIATE_TEST_SUITE_P(RandomScenarios, ShardsOverBrokers, testing::Range(1, 21));

}  // namespace
