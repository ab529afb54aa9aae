#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using testing::IsEmpty;
using Kind = ObservationKind;

namespace {

/// The addresses that a client connected from in [from, until).
std::multiset<std::string> addresses(const PlayedScenario& played, std::string_view client,
                                     Duration from, Duration until) {
    std::multiset<std::string> addresses;
    for (const auto& slice : played.slices) {
        for (const auto& seen : slice.observations) {
            const auto after = seen.time - world_start;
            if (seen.kind == Kind::connected && after >= from && after < until &&
                seen.client_id == played.dictionary.clients.find(client))
                addresses.emplace(played.dictionary.addresses.text(seen.source_address));
        }
    }
    return addresses;
}

PlayedScenario roaming() {
    return PlayedScenario(
        {.pumps = 20, .duration = 12h, .timeline = {happening("roaming-device", 1h, 10h)}});
}

}  // namespace

TEST(RoamingDevice, ComesBackFromAnotherAddressOfItsCohortEveryHour) {
    const auto played = roaming();
    const auto seen = addresses(played, "pumps-0", 1h, 11h);
    EXPECT_EQ(seen.size(), 10U);
    EXPECT_GT((std::set<std::string>(seen.begin(), seen.end()).size()), 4U);
    for (const auto& address : seen)
        EXPECT_TRUE(std::ranges::any_of(played.fleet.devices, [&](const Device& device) {
            return device.address == address;
        })) << address;
    EXPECT_EQ(played.seen({.kind = Kind::published, .client = "pumps-1", .from = 1h, .until = 2h}),
              60U);
}

TEST(RoamingDevice, IsAtHomeAgainWhenItIsOver) {
    const auto played = roaming();
    const auto& home = played.fleet.devices[0].address;
    EXPECT_EQ(addresses(played, "pumps-0", 0h, 1h), std::multiset<std::string>{home});
    EXPECT_EQ(addresses(played, "pumps-0", 11h, 12h), std::multiset<std::string>{home});
    EXPECT_THAT(played.script.truth.incidents, IsEmpty());
}
