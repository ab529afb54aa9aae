#include "tests/scenarios/traffic/traffic_hours.hpp"

using namespace std::chrono_literals;
using namespace support;

TEST(Commands, AnHourHoldsAsManyAsTheirPaceSaysWhereverItBegins) {
    const auto traffic = make_traffic("commands", {{"every", "10m"}});
    for (const auto begin : {0min, 3min, 59min})
        EXPECT_EQ(messages(actions_of(*traffic, begin, begin + 1h, 60s)), 6U);
}

TEST(Commands, ArePublishedByTheCloudAndCountAsNothingTheDeviceSends) {
    const auto traffic = make_traffic("commands");
    for (const auto& action : actions_of(*traffic, 0h, 1h)) {
        EXPECT_EQ(action.actor, cloud_actor);
        EXPECT_EQ(action.topic, 5U);
    }
    EXPECT_EQ(traffic->published_per_hour(), 0);
    EXPECT_TRUE(scenarios::traffic_named("commands")->is_received);
}
