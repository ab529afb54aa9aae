#include <algorithm>

#include "tests/scenarios/traffic/traffic_hours.hpp"

using namespace std::chrono_literals;
using namespace support;

TEST(Gateway, PublishesForAllItsChildren) {
    const auto actions = actions_of(*make_traffic("gateway"), 0h, 10h);
    EXPECT_EQ(messages(actions), 40U * 12 * 10);
    for (const auto& action : actions) EXPECT_EQ(action.actor, device_actor);
}

TEST(Gateway, AsksOneChildAfterTheOther) {
    const auto actions = actions_of(*make_traffic("gateway"), 0min, 5min);
    ASSERT_EQ(actions.size(), 40U);
    std::vector<fleet::Time> moments;
    for (const auto& action : actions) moments.push_back(action.time);
    std::ranges::sort(moments);
    for (std::size_t i = 1; i < moments.size(); ++i) {
        EXPECT_GE(moments[i] - moments[i - 1], 7499ms);
        EXPECT_LE(moments[i] - moments[i - 1], 7501ms);
    }
}

TEST(Gateway, ItsHourlyRateIsThatOfAllChildren) {
    EXPECT_DOUBLE_EQ(
        make_traffic("gateway", {{"children", "10"}, {"every", "1m"}})->published_per_hour(), 600);
}
