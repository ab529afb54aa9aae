// The scenarios that come with the program leave the same files over a real Mosquitto and in
// memory.
#include <gtest/gtest.h>

#include "tests/support/process.hpp"
#include "tests/support/run_equality.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

class LibraryTransport : public testing::TestWithParam<const char*> {};

TEST_P(LibraryTransport, ABrokerAndMemoryLeaveTheSameBytes) {
    const support::TemporaryFolder folder;
    for (const auto* transport : {"memory", "broker"}) {
        const auto scenario = std::string(FLEETDRILL_SOURCE_DIR "/scenarios/library/") + GetParam();
        const auto outcome =
            support::fleetdrill({"run", scenario, "--transport", transport, "--record", "--quiet",
                                 "--out", (folder / transport).string()});
        ASSERT_EQ(outcome.status, 0) << transport << ": " << outcome.err;
    }
    EXPECT_EQ(support::first_difference(folder / "memory", folder / "broker"), "");
}

INSTANTIATE_TEST_SUITE_P(Scenarios, LibraryTransport,
                         testing::Values("quickstart", "first-audit", "monthly-schedule",
                                         "unsent-notification"),
                         [](const auto& instance) {
                             return std::string(instance.param).substr(0, 5);
                         });

}  // namespace
