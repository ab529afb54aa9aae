#include "sim/load/load_streams.hpp"

#include <gmock/gmock.h>

#include "fleet/base/error.hpp"
#include "scenarios/compose.hpp"
#include "scenarios/kinds.hpp"
#include "scenarios/load.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace std::chrono_literals;

namespace sim {
namespace {

/// The streams of a scenario with these cohorts.
std::vector<LoadStream> streams_of(const std::string& cohorts,
                                   std::optional<double> rate_per_s = std::nullopt) {
    const support::TemporaryFolder folder;
    folder.write("scenario.json", R"({"fleet": {"cohorts": [)" + cohorts + "]}}");
    const auto scenario = scenarios::load(folder.path(), {},
                                          {.traffic = scenarios::traffic_cards(),
                                           .timeline = scenarios::timeline_cards(),
                                           .defects = scenarios::defect_cards()});
    auto fleet = fleet::synthesise(scenario.fleet, 7);
    fleet::Dictionary dictionary;
    const auto script = scenarios::compose(scenario, fleet, dictionary);
    return load_streams(script, fleet, dictionary, rate_per_s);
}

constexpr auto two_pumps = R"({"name": "pumps", "count": 2, "traffic": [
    {"kind": "telemetry", "every": "20s", "bytes": "100..140"},
    {"kind": "commands"}]})";

TEST(LoadStreams, HaveThePaceSizesAndTopicsOfTheScenario) {
    const auto streams = streams_of(two_pumps);
    ASSERT_EQ(streams.size(), 2U) << "commands are not what devices publish";
    EXPECT_EQ(streams[1].device, 1U);
    EXPECT_EQ(streams[1].topic, "dt/pumps/pumps-1/telemetry");
    EXPECT_EQ(streams[1].bytes_min, 100U);
    EXPECT_EQ(streams[1].bytes_max, 140U);
    EXPECT_NEAR(std::chrono::duration<double>(streams[1].period).count(), 20, 1e-6);
    EXPECT_NE(streams[0].phase, streams[1].phase) << "devices do not all publish at once";
    for (const auto& stream : streams) EXPECT_LT(stream.phase, stream.period);
}

TEST(LoadStreams, TakeAnotherRateOncePerDevice) {
    const auto streams = streams_of(
        R"({"name": "pumps", "count": 2, "traffic": [{"kind": "commands"}, {"kind": "telemetry"},
            {"kind": "telemetry", "topic": "dt/{cohort}/{thing}/more"}]})",
        4);
    ASSERT_EQ(streams.size(), 2U);
    EXPECT_EQ(streams[0].topic, "dt/pumps/pumps-0/telemetry");
    EXPECT_EQ(streams[0].period, 250ms);
}

TEST(LoadStreams, AreNoneAtRateZero) { EXPECT_TRUE(streams_of(two_pumps, 0).empty()); }

TEST(LoadStreams, NeedADeviceThatPublishes) {
    EXPECT_TRUE(streams_of(R"({"name": "silent", "count": 1})").empty());
    EXPECT_THROW(streams_of(R"({"name": "silent", "count": 1})", 1), fleet::Error);
}

}  // namespace
}  // namespace sim
