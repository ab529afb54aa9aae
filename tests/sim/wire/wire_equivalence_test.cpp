// The wire and the broker in memory see the same, byte for byte: random acts, and many clients.
#include <array>
#include <cstdio>
#include <set>

#include "tests/sim/wire/stage.hpp"

namespace sim {
namespace {

using namespace stage;
using testing::ElementsAre;

/// One random act of anybody.
void act(Stage& stage, fleet::Stream& draws) {
    const std::array topics{"data/a", "data/b", "cmd/a", "forbidden", "data/a/deep"};
    const std::array filters{"data/a", "data/#", "+/a", "cmd/a", "secret", "#"};
    const auto actor = static_cast<std::uint32_t>(draws.below(7));  // 4 pumps, 2 strict, impostor
    switch (draws.below(8)) {
        case 0:
        case 1:
            stage.connect(actor, static_cast<std::uint32_t>(draws.below(6)));
            break;
        case 2:
            stage.subscribe(actor, filters[draws.below(filters.size())]);
            break;
        case 3:
            stage.disconnect(actor, draws.below(2) == 0);
            break;
        case 4:
            stage.publish(stage.cloud, topics[draws.below(3)], 1, 0, 9);
            break;
        default:
            stage.publish(actor, topics[draws.below(topics.size())],
                          static_cast<std::uint32_t>(1 + draws.below(5)), 0, 100,
                          static_cast<std::uint8_t>(draws.below(2)));
    }
}

TEST(WireTransport, SeesWhatTheBrokerInMemorySeesWhateverIsDone) {
    for (const bool close_on_deny : {false, true}) {
        Stage stage({.close_on_deny = close_on_deny});
        Both both(stage);
        auto draws = fleet::Random(11).stream(close_on_deny, 0, fleet::Purpose::test);
        std::set<std::string> kinds;
        for (int slice = 1; slice <= 30; ++slice) {
            stage.at(noon + slice * fleet::slot_length);
            for (int n = 0; n < 60; ++n) act(stage, draws);
            if (slice % 10 == 0) stage.deactivate(static_cast<std::uint32_t>(slice / 10));
            for (const auto& seen : both.see(stage)) kinds.insert(seen.substr(0, seen.find(' ')));
        }
        EXPECT_THAT(kinds, ElementsAre("connected", "delivered", "denied", "disconnected",
                                       "published", "refused", "subscribed"));
    }
}

TEST(WireTransport, HoldsTwoThousandClients) {
    Stage stage({}, 2000);
    Both both(stage);
    const auto measure = [&](const char* what, double count) {
        const auto begin = std::chrono::steady_clock::now();
        const auto seen = both.see(stage);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        std::printf("%.0f %s/s\n", count / took.count(), what);
        return seen.size();
    };
    for (std::uint32_t actor = 0; actor < 2000; ++actor) stage.connect(actor);
    EXPECT_EQ(measure("connects", 2000), 2000U);
    stage.subscribe(0, "data/1");
    for (std::uint32_t actor = 0; actor < 2000; ++actor) {
        stage.publish(actor, "data/" + std::to_string(actor), 10, 200, 200);
    }
    EXPECT_EQ(measure("messages", 20'000), 2002U);
    for (std::uint32_t actor = 0; actor < 2000; ++actor) stage.disconnect(actor, actor % 2 == 0);
    EXPECT_EQ(measure("disconnects", 2000), 2000U);
}

}  // namespace
}  // namespace sim
