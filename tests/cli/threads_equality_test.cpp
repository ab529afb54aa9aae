// How many threads share the work cannot be seen in any file of a run but timing.json.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "fleet/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/random_scenario.hpp"
#include "tests/support/run_equality.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

constexpr int seeds_per_test = 20;

class ThreadsEquality : public testing::TestWithParam<int> {};

TEST_P(ThreadsEquality, OneTwoAndFiveThreadsLeaveTheSameBytes) {
    const support::TemporaryFolder folder;
    for (int n = 0; n < seeds_per_test; ++n) {
        const auto seed = static_cast<std::uint64_t>(GetParam() * seeds_per_test + n + 1);
        const auto scenario = folder.path() / fmt::format("random-{}", seed);
        std::filesystem::create_directory(scenario);
        fleet::write_file(scenario / "scenario.json", support::random_scenario(seed));
        const auto run = [&](const char* threads) {
            const auto out = folder.path() / fmt::format("{}-{}", threads, seed);
            const auto outcome =
                support::fleetdrill({"run", scenario.string(), "--transport", "memory", "--record",
                                     "--threads", threads, "--quiet", "--out", out.string()});
            EXPECT_EQ(outcome.status, 0) << "seed " << seed << ": " << outcome.err;
            return out;
        };
        const auto one = run("1");
        for (const auto* threads : {"2", "5"}) {
            const auto several = run(threads);
            ASSERT_FALSE(HasFailure());
            ASSERT_EQ(support::first_difference(one, several), "")
                << "seed " << seed << " with " << threads << " threads\n"
                << support::random_scenario(seed);
            std::filesystem::remove_all(several);
        }
        std::filesystem::remove_all(one);
    }
}

INSTANTIATE_TEST_SUITE_P(RandomScenarios, ThreadsEquality, testing::Range(0, 10));

}  // namespace
