// Values of a metric written by hand, as the engine reads them back.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "engine/detect/detect.hpp"
#include "engine/detect/metric_values.hpp"
#include "fleet/base/series.hpp"
#include "tests/support/played_scenario.hpp"

using namespace std::chrono_literals;
using namespace support;
using testing::HasSubstr;

namespace {

/// What one pump's metric came to, slot by slot: "3 0 _".
std::string values(const std::string& metric, const std::string& series,
                   ScenarioOptions options = {}) {
    options.timeline = {
        happening("series", 10min, 50min, {{"metric", metric}, {"values", series}})};
    const PlayedScenario played(options);
    engine::Detect detect(played.fleet.inventory, played.dictionary);
    const engine::Definitions definitions;
    const engine::MetricSeries wanted{.thing = "pumps-0", .metric = metric, .dimension = {}};
    detect.want(wanted, definitions);
    auto profile = engine::SecurityProfile{.name = "keep"};
    profile.retained.push_back({.metric = metric});
    detect.attach(profile, std::vector<std::string>{"all/things"}, world_start);
    std::vector<engine::ViolationEvent> events;
    for (const auto& slice : played.slices) detect.observe(slice, events);
    std::string words;
    const auto length = fleet::parse_series(series)->size();
    for (std::size_t slot = 0; slot < length; ++slot) {
        const auto end = world_start + 10min + fleet::slot_length * (slot + 1);
        const auto found = detect.values(wanted, end, end);
        words += (words.empty() ? "" : " ") +
                 (found.empty() ? "_" : std::to_string(found.front().value.count));
    }
    return words;
}

std::string refusal(const std::string& metric, const std::string& series,
                    ScenarioOptions options = {}) {
    try {
        values(metric, series, std::move(options));
    } catch (const fleet::Error& error) {
        return error.what();
    }
    return "none";
}

}  // namespace

TEST(SeriesEvent, GivesEachSlotItsValue) {
    for (const auto* metric :
         {"aws:num-messages-sent", "aws:num-messages-received", "aws:num-authorization-failures"}) {
        EXPECT_EQ(values(metric, "79x1 80 0 _x2 81 0"), "79 79 80 0 _ _ 81 0") << metric;
        EXPECT_EQ(values(metric, "0 _ 0"), "0 _ 0") << metric;
    }
    EXPECT_EQ(values("aws:message-byte-size", "100 0 _ 131072"), "100 0 _ 131072");
}

TEST(SeriesEvent, ComesAndGoesAsOftenAsItSays) {
    EXPECT_EQ(values("aws:num-connection-attempts", "3 0 _ 5 1 0"), "3 0 _ 5 1 0");
    EXPECT_EQ(values("aws:num-disconnects", "3 0 _ 5 1 2"), "3 0 _ 5 1 2");
    EXPECT_EQ(values("aws:num-disconnects", "0 500"), "0 500");
}

TEST(SeriesEvent, IsOverWhenItIsAndTheDeviceGoesOnAsEver) {
    const PlayedScenario played(
        {.timeline = {happening("series", 10min, 50min,
                                {{"metric", "aws:num-messages-sent"}, {"values", "2x1"}})}});
    using Kind = fleet::ObservationKind;
    const auto sent = [&](fleet::Duration from, fleet::Duration until) {
        return played.seen(
            {.kind = Kind::published, .client = "pumps-0", .from = from, .until = until});
    };
    EXPECT_EQ(sent(10min, 20min), 4U);
    EXPECT_EQ(sent(25min, 60min), 35U) << "a message a minute";
    EXPECT_TRUE(played.script.truth.incidents.empty()) << "nothing that anybody must find";
}

TEST(SeriesEvent, TellsWhatNoValueCanBe) {
    EXPECT_THAT(refusal("aws:message-byte-size", "131073"), HasSubstr("131072 bytes at most"));
    EXPECT_THAT(refusal("aws:num-disconnects", "10001"), HasSubstr("more than 10000 times"));
    EXPECT_THAT(refusal("aws:all-bytes-out", "1"), HasSubstr("no agent that could report"));
    EXPECT_THAT(refusal("aws:num-authorization-failures", "1", {.broker = {.close_on_deny = true}}),
                HasSubstr("closeOnDeny"));
    auto entry =
        happening("series", 11min, 40min, {{"metric", "aws:num-messages-sent"}, {"values", "1"}});
    EXPECT_THROW(PlayedScenario({.timeline = {entry}}), fleet::Error) << "no slot begins there";
}
