// Delta debugging, and what is asked of findings, on values made by hand.
#include "sim/drill/shrink.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "scenarios/kinds.hpp"
#include "sim/drill/fuzz_scenario.hpp"
#include "sim/drill/invariants.hpp"

using fleet::Json;

namespace {

Json scenario_of_many() {
    return Json::parse(R"({"seed": 3, "title": "many", "start": "2018-08-06T00:00:00Z",
        "duration": "100m30s", "broker": {"closeOnDeny": true},
        "fleet": {"cohorts": [{"name": "a", "count": 40}, {"name": "b", "count": 50}]},
        "timeline": [{"kind": "x", "devices": {"cohort": "a"}}, {"kind": "flood",
            "devices": {"things": ["b-1"]}}, {"kind": "y", "devices": {"cohort": "a"}}]})");
}

engine::ViolationEvent event(engine::ViolationEventType type, std::string id) {
    return {.violation_id = std::move(id),
            .thing_name = "pump",
            .profile_name = "guard",
            .behavior_name = "Sent",
            .type = type,
            .time = {},
            .value = {}};
}

std::string broken_by(std::vector<engine::ViolationEvent> events) {
    engine::Findings findings;
    findings.violation_events = std::move(events);
    const auto verdict = drill::alarms_alternate(findings);
    return verdict ? verdict->invariant : "";
}

}  // namespace

TEST(Shrink, LeavesNothingButWhatIsNeeded) {
    const auto smallest = drill::shrink(scenario_of_many(), [](const Json& candidate) {
        const auto text = candidate.dump();
        return text.find("flood") != std::string::npos && candidate.contains("fleet") &&
               candidate["fleet"].contains("cohorts") && !candidate["fleet"]["cohorts"].empty() &&
               candidate["fleet"]["cohorts"].back().value("count", 0) >= 7;
    });
    EXPECT_EQ(smallest, Json::parse(R"({"seed": 3, "title": "many",
        "start": "2018-08-06T00:00:00Z", "fleet": {"cohorts": [{"count": 7}]},
        "timeline": [{"kind": "flood"}]})"));
}

TEST(Shrink, ShortensTheRunToTheTimeThatIsNeeded) {
    const auto smallest = drill::shrink(scenario_of_many(), [](const Json& candidate) {
        const auto length = fleet::parse_duration(candidate.value("duration", "0s"));
        return candidate.contains("fleet") && candidate["fleet"].contains("cohorts") && length &&
               *length >= std::chrono::minutes{22};
    });
    EXPECT_EQ(smallest["duration"], "25m");
}

TEST(Shrink, CountsTheDevicesOfAllCohorts) {
    EXPECT_EQ(drill::devices_of(scenario_of_many()), 90U);
}

TEST(Invariants, TellAnAlarmThatEndsBeforeItRisesAndOneThatRisesTwice) {
    using enum engine::ViolationEventType;
    EXPECT_EQ(broken_by({event(in_alarm, "1"), event(alarm_cleared, "1"), event(in_alarm, "2"),
                         event(alarm_invalidated, "2")}),
              "");
    EXPECT_EQ(broken_by({event(alarm_cleared, "1")}), "alarms");
    EXPECT_EQ(broken_by({event(in_alarm, "1"), event(in_alarm, "2")}), "alarms");
    EXPECT_EQ(broken_by({event(in_alarm, "1"), event(alarm_cleared, "2")}), "alarms");
    EXPECT_EQ(broken_by({event(in_alarm, "1")}), "active") << "nothing is active";
}

TEST(Invariants, TellWhatWasCountedAndNotSeen) {
    fleet::Slice slice;
    slice.observations.push_back({.kind = fleet::ObservationKind::published, .count = 3});
    slice.observations.push_back({.kind = fleet::ObservationKind::report});
    sim::TransportCounts counts{.messages_published = 4};
    EXPECT_FALSE(drill::counts_conserve(counts, std::span(&slice, 1)));
    counts.messages_delivered = 1;
    EXPECT_EQ(drill::counts_conserve(counts, std::span(&slice, 1))->invariant, "counts");
}

TEST(RandomScenario, FollowsFromItsSeed) {
    const scenarios::KindTables kinds{.traffic = scenarios::traffic_cards(),
                                      .timeline = scenarios::timeline_cards(),
                                      .defects = scenarios::defect_cards()};
    EXPECT_EQ(drill::random_scenario(7, kinds, {}), drill::random_scenario(7, kinds, {}));
    EXPECT_NE(drill::random_scenario(7, kinds, {}), drill::random_scenario(8, kinds, {}));
}

TEST(RandomScenario, LeavesOutWhatAnErrorNamesAndElseTheLast) {
    auto scenario = Json::parse(R"({"fleet": {"defects": ["d"]}, "timeline": ["a", "b", "c"]})");
    EXPECT_TRUE(drill::make_easier(scenario, "scenario.json:7: timeline[1]: no agent"));
    EXPECT_EQ(scenario["timeline"], Json::parse(R"(["a", "c"])"));
    EXPECT_TRUE(drill::make_easier(scenario, "fleet.defects[0].count: wants 2"));
    EXPECT_TRUE(drill::make_easier(scenario, "something else"));
    EXPECT_EQ(scenario["timeline"], Json::parse(R"(["a"])"));
    EXPECT_TRUE(drill::make_easier(scenario, "timeline[9]"));
    EXPECT_FALSE(drill::make_easier(scenario, "timeline[0]"));
}
