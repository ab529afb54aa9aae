#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fleet/defects/account_world.hpp"

using namespace fleet;
using namespace std::chrono_literals;
using support::account_world;
using support::due;
using support::world_start;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(LoggingDisabled, TurnsLoggingOffInEachWay) {
    for (const auto* how : {"level", "all-logs", "never-configured"}) {
        const auto world = account_world("logging-disabled", {{"how", how}});
        EXPECT_THAT(due(world), ElementsAre("LOGGING_DISABLED_CHECK 123456789012 LOGGING_DISABLED"))
            << how;
        const auto& logging = world.fleet.inventory.account.logging;
        EXPECT_EQ(logging.has_value(), std::string_view(how) != "never-configured") << how;
        const bool is_all = logging && logging->disable_all_logs;
        EXPECT_EQ(is_all, std::string_view(how) == "all-logs") << how;
        EXPECT_FALSE(world.fleet.inventory.account.first_logging) << how;
    }
}

TEST(LoggingDisabled, StaysSilentWhereTheOlderOptionsLog) {
    const auto world = account_world("logging-disabled", {{"how", "older-options"}});
    EXPECT_THAT(due(world), IsEmpty());
    EXPECT_EQ(world.fleet.inventory.account.first_logging.value().log_level, "ERROR");
    EXPECT_EQ(world.fleet.inventory.account.logging.value().default_log_level, "DISABLED");
}
