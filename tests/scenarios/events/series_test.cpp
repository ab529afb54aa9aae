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
    EXPECT_THAT(refusal("aws:num-messages-sent", "1x10"),
                HasSubstr("timeline[0]: has values for 11 slots of five minutes, and the run from "
                          "there on has room for 10; make the run longer, or give fewer values"));
    EXPECT_EQ(refusal("aws:num-messages-sent", "1x9"), "none");
    EXPECT_EQ(refusal("aws:num-messages-sent", "1x9 _x3"), "none") << "nothing is lost";
    auto entry =
        happening("series", 11min, 40min, {{"metric", "aws:num-messages-sent"}, {"values", "1"}});
    EXPECT_THROW(PlayedScenario({.timeline = {entry}}), fleet::Error) << "no slot begins there";
}

TEST(SeriesEvent, TellsWhatItsOwnTimeCutsOff) {
    const auto entry = [](fleet::Duration lasts) {
        return happening("series", 10min, lasts,
                         {{"metric", "aws:num-messages-sent"}, {"values", "1x2"}});
    };
    EXPECT_NO_THROW(PlayedScenario({.timeline = {entry(15min)}}));
    try {
        PlayedScenario({.timeline = {entry(14min)}});
        FAIL() << "a value is lost";
    } catch (const fleet::Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("its \"for\" has room for 2; make it longer"));
    }
}

TEST(SeriesEvent, IsAloneOnItsMetricAndDevice) {
    const auto entry = [](fleet::Duration at, const char* metric, const char* thing) {
        auto one = happening("series", at, 60min - at, {{"metric", metric}, {"values", "5x2"}});
        one.devices = {.cohorts = {}, .count = 1, .things = {thing}};
        return one;
    };
    constexpr auto sent = "aws:num-messages-sent", heard = "aws:num-messages-received";
    const auto first = entry(10min, sent, "pumps-0");
    EXPECT_NO_THROW(PlayedScenario({.timeline = {first, entry(25min, sent, "pumps-0")}}))
        << "one after the other";
    EXPECT_NO_THROW(PlayedScenario({.timeline = {first, entry(10min, sent, "pumps-1")}}));
    EXPECT_NO_THROW(PlayedScenario({.timeline = {first, entry(10min, heard, "pumps-0")}}));
    auto second = entry(20min, sent, "pumps-0"), twice = first;
    second.where = "timeline[1]";
    twice.devices.things = {"pumps-0", "pumps-0"};
    for (const auto& [timeline, other] :
         {std::pair{std::vector{first, second}, "timeline[0] does so"},
          std::pair{std::vector{twice}, "the same entry does so"}}) {
        try {
            PlayedScenario({.timeline = timeline});
            ADD_FAILURE() << "the values add up";
        } catch (const fleet::Error& error) {
            EXPECT_THAT(error.what(), HasSubstr("gives aws:num-messages-sent of pumps-0 values in "
                                                "slots in which"));
            EXPECT_THAT(error.what(), HasSubstr(other));
        }
    }
}
