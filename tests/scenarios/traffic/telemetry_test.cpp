#include "tests/scenarios/traffic/traffic_hours.hpp"

using namespace std::chrono_literals;
using namespace support;

TEST(Telemetry, AnHourHoldsAsManyMessagesAsItsPaceSays) {
    for (const auto& [every, expected] :
         {std::pair{"60s", 60U}, {"7s", 514U}, {"30m", 2U}, {"250ms", 14'400U}}) {
        const auto traffic = make_traffic("telemetry", {{"every", every}});
        const auto sent = messages(actions_of(*traffic, 0h, 1h));
        EXPECT_GE(sent, expected) << every;
        EXPECT_LE(sent, expected + (expected == 514U ? 1 : 0)) << every;
        EXPECT_NEAR(traffic->published_per_hour(), expected, 0.5) << every;
    }
}

TEST(Telemetry, NothingIsLostOrSentTwiceHoweverTimeIsCut) {
    const auto traffic = make_traffic("telemetry", {{"every", "7s"}});
    const auto whole = messages(actions_of(*traffic, 0h, 2h));
    for (const auto step : {300s, 60s, 1s}) {
        EXPECT_EQ(messages(actions_of(*traffic, 0h, 2h, step)), whole);
        EXPECT_EQ(messages(actions_of(*traffic, 0h, 61min, step)) +
                      messages(actions_of(*traffic, 61min, 2h, step)),
                  whole);
    }
}

TEST(Telemetry, IsPublishedByTheDeviceInTheGivenSizes) {
    const auto actions = actions_of(*make_traffic("telemetry", {{"bytes", "5..9"}}), 0h, 1h);
    ASSERT_FALSE(actions.empty());
    for (const auto& action : actions) {
        EXPECT_EQ(action.kind, scenarios::ActionKind::publish);
        EXPECT_EQ(action.actor, device_actor);
        EXPECT_EQ(action.topic, 5U);
        for (std::uint32_t n = 0; n < action.times; ++n) {
            EXPECT_GE(payload_bytes(action, n), 5U);
            EXPECT_LE(payload_bytes(action, n), 9U);
        }
    }
}

TEST(Telemetry, EveryDeviceHasAPhaseOfItsOwn) {
    const auto traffic = make_traffic("telemetry");
    const auto one = actions_of(*traffic, 0h, 5min, 300s, 0).at(0).time;
    EXPECT_NE(one, actions_of(*traffic, 0h, 5min, 300s, 1).at(0).time);
    EXPECT_EQ(one + 5min, actions_of(*traffic, 5min, 10min, 300s, 0).at(0).time);
}
