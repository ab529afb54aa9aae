#include <gmock/gmock.h>

#include "fleet/base/error.hpp"
#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using testing::IsEmpty;
using Kind = ObservationKind;

TEST(CommandBurst, ADeviceIsSentFiftyCommandsWithinAMinute) {
    const PlayedScenario played({.timeline = {happening("command-burst", 22min, 0min)}});
    const auto received = [&](std::string_view client) {
        return played.seen(
            {.kind = Kind::delivered, .client = client, .from = 20min, .until = 25min});
    };
    EXPECT_GE(received("pumps-0"), 50U);
    EXPECT_LE(received("pumps-0"), 51U) << "and perhaps a usual one";
    EXPECT_LE(received("pumps-1"), 1U);
    EXPECT_THAT(played.script.truth.incidents, IsEmpty());
}

TEST(CommandBurst, ToADeviceThatDoesNotListenIsRefusedWithItsPlace) {
    auto scenario = scenario_of({.timeline = {happening("command-burst", 10min, 0min)}});
    scenario.traffic.back().pop_back();
    auto fleet = synthesise(scenario.fleet, scenario.seed);
    Dictionary dictionary;
    try {
        scenarios::compose(scenario, fleet, dictionary);
        FAIL() << "was not refused";
    } catch (const fleet::Error& error) {
        EXPECT_STREQ(error.what(),
                     "timeline[0]: command-burst needs a device that listens, and cohort pumps "
                     "does not; give it traffic of kind commands");
    }
}
