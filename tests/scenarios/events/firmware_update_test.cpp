#include <gmock/gmock.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "fleet/base/json.hpp"
#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using testing::IsEmpty;
using Kind = ObservationKind;

namespace {

/// Ten pumps within five hours, each twenty megabytes in ten minutes.
PlayedScenario update() {
    return PlayedScenario({.pumps = 10,
                           .duration = 8h,
                           .timeline = {to_pumps(10, happening("firmware-update", 1h, 5h))},
                           .agent = usual_agent()});
}

std::uint64_t bytes_in(const PlayedScenario::Report& report) {
    return Json::parse(report.payload)["metrics"]["network_stats"]["bytes_in"];
}

}  // namespace

TEST(FirmwareUpdate, EveryDeviceDownloadsItOnceOneAfterTheOther) {
    const auto played = update();
    std::map<std::string, std::pair<std::uint64_t, Duration>> of_device;
    for (const auto& report : played.reports) {
        auto& [bytes, last] = of_device[report.topic];
        bytes += bytes_in(report);
        if (bytes_in(report) > 1'000'000) last = report.after;
    }
    ASSERT_EQ(of_device.size(), 10U);
    std::multiset<std::int64_t> hours;
    for (const auto& [topic, download] : of_device) {
        EXPECT_GE(download.first, 20'000'000U) << topic;
        EXPECT_LE(download.first, 20'000'000U + 96 * 100) << topic;
        hours.insert(download.second / 1h);
    }
    for (std::int64_t hour = 1; hour < 6; ++hour) EXPECT_LE(hours.count(hour), 3U);
}

TEST(FirmwareUpdate, EveryDeviceRestartsOnce) {
    const auto played = update();
    for (int k = 0; k < 10; ++k) {
        const auto name = "pumps-" + std::to_string(k);
        EXPECT_EQ(played.seen({.kind = Kind::connected, .client = name}), 2U);
        EXPECT_EQ(
            played.seen({.kind = Kind::disconnected, .client = name, .from = 1h, .until = 6h}), 1U);
    }
    EXPECT_THAT(played.script.truth.incidents, IsEmpty());
}

TEST(FirmwareUpdate, WithoutAnAgentItIsARestart) {
    const PlayedScenario played({.timeline = {happening("firmware-update", 10min, 40min)}});
    EXPECT_EQ(played.seen({.kind = Kind::connected, .client = "pumps-0", .from = 10min}), 1U);
}
