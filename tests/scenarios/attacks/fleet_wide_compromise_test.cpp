#include <gmock/gmock.h>

#include <set>

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using scenarios::MetricSpeaks;
using testing::ElementsAre;
using Kind = ObservationKind;

namespace {

/// Twenty pumps of forty, within four hours of six.
PlayedScenario worm(scenarios::TimelineEntry entry = happening("fleet-wide-compromise", 1h, 5h)) {
    return PlayedScenario(
        {.pumps = 40, .duration = 6h, .timeline = {to_pumps(20, std::move(entry))}});
}

/// How many pumps publish more than they usually do in the slot that begins `after` the start.
std::size_t loud(const PlayedScenario& played, Duration after) {
    std::size_t loud = 0;
    for (int k = 0; k < 40; ++k) {
        const auto name = "pumps-" + std::to_string(k);
        const auto sent = played.seen(
            {.kind = Kind::published, .client = name, .from = after, .until = after + 5min});
        loud += sent == 50 ? 1 : 0;
    }
    return loud;
}

}  // namespace

TEST(FleetWideCompromise, GrowsSlowlyThenFastThenSlowlyAgain) {
    const auto played = worm();
    EXPECT_EQ(loud(played, 55min), 0U);
    EXPECT_EQ(loud(played, 1h), 1U);
    const auto first_hour = loud(played, 1h + 55min), second = loud(played, 2h + 55min),
               third = loud(played, 3h + 55min), last = loud(played, 5h + 30min);
    EXPECT_LE(first_hour, 3U);
    EXPECT_LE(second, 10U);
    EXPECT_GE(third, 16U);
    EXPECT_EQ(last, 20U) << "and the other twenty never";
    EXPECT_GT(second - first_hour, first_hour);
    EXPECT_GT(third - second, last - third);
}

TEST(FleetWideCompromise, ConfessesEveryDeviceFromTheSlotOfItsInfection) {
    const auto played = worm();
    std::set<std::string> affected;
    for (const auto& incident : played.script.truth.incidents) {
        EXPECT_THAT(incident.speaks,
                    ElementsAre(MetricSpeaks{"aws:num-messages-sent", MetricSpeaks::Side::high}));
        EXPECT_EQ(incident.end, world_start + 6h);
        for (const auto& thing : incident.affected) {
            EXPECT_TRUE(affected.insert(thing).second) << thing << " twice";
            const auto start = incident.start - world_start;
            const auto begin = start - start % 5min;  // what was seen of a slot has its begin
            EXPECT_EQ(played.seen({.kind = Kind::published,
                                   .client = thing,
                                   .from = begin - 10min,
                                   .until = begin}),
                      10U)
                << thing;
            EXPECT_EQ(played.seen({.kind = Kind::published,
                                   .client = thing,
                                   .from = begin + 5min,
                                   .until = begin + 10min}),
                      50U)
                << thing;
        }
    }
    EXPECT_EQ(affected.size(), 20U);
    EXPECT_THAT(played.incident("timeline-0-fleet-wide-compromise").affected,
                ElementsAre("pumps-0"));
}

TEST(FleetWideCompromise, MayBeginWithSeveralAndWithAll) {
    const auto several = worm(happening("fleet-wide-compromise", 1h, 5h, {{"first", "4"}}));
    EXPECT_EQ(loud(several, 1h), 4U);
    const auto all = worm(happening("fleet-wide-compromise", 1h, 5h, {{"first", "100"}}));
    EXPECT_EQ(loud(all, 1h), 20U);
    EXPECT_EQ(all.script.truth.incidents.size(), 1U);
}

TEST(FleetWideCompromise, BelowThresholdEachIsATenthLouder) {
    const auto played = worm(below_threshold(happening("fleet-wide-compromise", 1h, 5h)));
    EXPECT_EQ(played.seen({.kind = Kind::published, .client = "pumps-0", .from = 1h, .until = 6h}),
              330U);
    for (const auto& incident : played.script.truth.incidents)
        EXPECT_TRUE(incident.is_below_threshold);
}
