// The product's proof: whatever the scenario, every file of a run but timing.json is the same over
// a real Mosquitto and in memory. Hundreds of small random scenarios, played by the built program.
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

class TransportEquality : public testing::TestWithParam<int> {};

TEST_P(TransportEquality, ABrokerAndMemoryLeaveTheSameBytes) {
    const support::TemporaryFolder folder;
    for (int n = 0; n < seeds_per_test; ++n) {
        const auto seed = static_cast<std::uint64_t>(GetParam() * seeds_per_test + n + 1);
        const auto scenario = folder.path() / fmt::format("random-{}", seed);
        std::filesystem::create_directory(scenario);
        fleet::write_file(scenario / "scenario.json", support::random_scenario(seed));
        const auto run = [&](const char* transport) {
            const auto out = folder.path() / fmt::format("{}-{}", transport, seed);
            const auto outcome =
                support::fleetdrill({"run", scenario.string(), "--transport", transport, "--record",
                                     "--quiet", "--out", out.string()});
            EXPECT_EQ(outcome.status, 0)
                << "seed " << seed << " over " << transport << ": " << outcome.err;
            return out;
        };
        const auto memory = run("memory"), broker = run("broker");
        ASSERT_FALSE(HasFailure());
        const auto difference = support::first_difference(memory, broker);
        ASSERT_EQ(difference, "") << "seed " << seed << "\n" << support::random_scenario(seed);
        std::filesystem::remove_all(memory);
        std::filesystem::remove_all(broker);
    }
}

INSTANTIATE_TEST_SUITE_P(RandomScenarios, TransportEquality, testing::Range(0, 15));

}  // namespace
