#include <gtest/gtest.h>

#include <algorithm>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"
#include "tests/engine/detect/watch.hpp"

using namespace support;
using Texts = std::vector<std::string>;

namespace {

fleet::Change group_change(fleet::ChangeKind kind, std::string thing, std::string group) {
    return {.time = {},
            .kind = kind,
            .subject = std::move(thing),
            .value = std::move(group),
            .certificate = {}};
}

}  // namespace

TEST(Detect, JudgesAThingUnderEachProfileSeparatelyButUnderEachOnlyOnce) {
    Watch watch;
    watch.profile(sent(R"("durationSeconds": 300)"), {"all/things", "thinggroup/hall"}, "one");
    watch.profile(sent(R"("durationSeconds": 300)", "12"), {"all/registered-things"}, "two");
    EXPECT_EQ(watch.slot({publishes("pump-1", 11)}), Texts{"pump-1 in-alarm 11"});
    EXPECT_EQ(watch.slot({publishes("pump-1", 12)}), Texts{"pump-1 in-alarm 12"});
    ASSERT_EQ(watch.events.size(), 2U);
    EXPECT_EQ(watch.events[0].profile_name, "one");
    EXPECT_EQ(watch.events[1].profile_name, "two");
    EXPECT_NE(watch.events[0].violation_id, watch.events[1].violation_id);
}

TEST(Detect, SortsTheEventsOfASlotByViolationId) {
    Watch watch;
    watch.profile(sent(R"("durationSeconds": 300)"));
    std::vector<Seen> seen;
    for (int i = 0; i < 20; ++i) seen.push_back(publishes("guest-" + std::to_string(i), 10));
    EXPECT_EQ(watch.slot(seen).size(), 20U);
    for (std::size_t i = 1; i < watch.events.size(); ++i)
        EXPECT_LT(watch.events[i - 1].violation_id, watch.events[i].violation_id);
}

TEST(Detect, TargetsTellRegisteredFromUnregisteredThings) {
    const std::vector<Seen> all{publishes("pump-1", 10), publishes("pump-2", 10),
                                publishes("guest", 10)};
    const auto count = [&](const std::string& target) {
        Watch watch;
        watch.inventory.things[1].is_registered = false;  // deleted from the registry
        watch.profile(sent(R"("durationSeconds": 300)"), {target});
        auto texts = watch.slot(all);
        std::sort(texts.begin(), texts.end());
        return texts;
    };
    EXPECT_EQ(count("all/things"),
              (Texts{"guest in-alarm 10", "pump-1 in-alarm 10", "pump-2 in-alarm 10"}));
    EXPECT_EQ(count("all/registered-things"), Texts{"pump-1 in-alarm 10"});
    EXPECT_EQ(count("all/unregistered-things"), (Texts{"guest in-alarm 10", "pump-2 in-alarm 10"}));
}

TEST(Detect, AGroupTargetCoversTheMembersOfChildGroups) {
    for (const auto* group : {"plant", "hall"}) {
        Watch watch;
        watch.profile(sent(R"("durationSeconds": 300)"), {std::string("thinggroup/") + group});
        EXPECT_EQ(watch.slot({publishes("pump-1", 10), publishes("pump-2", 10)}),
                  Texts{"pump-1 in-alarm 10"})
            << group;
    }
    Watch watch;
    watch.profile(sent(R"("durationSeconds": 300)"), {"thinggroup/office"});
    EXPECT_EQ(watch.slot({publishes("pump-1", 10)}), none());
}

TEST(Detect, RefusesTargetsThatAreNone) {
    Watch watch;
    for (const auto* target : {"thinggroup/offcie", "all/thing", "", "pump-1"}) {
        EXPECT_THROW(watch.profile(sent(R"("durationSeconds": 300)"), {target}), fleet::Error)
            << target;
    }
}

TEST(Detect, FollowsThingsThatJoinAndLeaveGroups) {
    Watch watch;
    watch.profile(sent(R"("durationSeconds": 300)"), {"thinggroup/office"});
    EXPECT_EQ(watch.slot({publishes("pump-2", 10)}), none());
    watch.inventory.things[1].groups = {2};
    EXPECT_EQ(watch.slot({publishes("pump-2", 10)},
                         {group_change(fleet::ChangeKind::group_joined, "pump-2", "office")}),
              Texts{"pump-2 in-alarm 10"});
    watch.inventory.things[1].groups = {};
    EXPECT_EQ(watch.slot({publishes("pump-2", 10)},
                         {group_change(fleet::ChangeKind::group_left, "pump-2", "office")}),
              Texts{"pump-2 alarm-invalidated"});
    EXPECT_EQ(watch.slot({publishes("pump-2", 10)}), none());
}

TEST(Detect, ReplacingAProfileRestartsTheRunsOfChangedCriteriaOnly) {
    const auto two = [](std::string_view limit, bool suppressed) {
        return R"([{"name": "A", "metric": "aws:num-messages-sent", "criteria": {
                    "comparisonOperator": "less-than", "value": {"count": 10},
                    "durationSeconds": 300, "consecutiveDatapointsToAlarm": 2},
                    "suppressAlerts": )" +
               std::string(suppressed ? "true" : "false") +
               R"(}, {"name": "B", "metric": "aws:num-messages-sent", "criteria": {
                    "comparisonOperator": "less-than", "value": {"count": )" +
               std::string(limit) + R"(}, "durationSeconds": 300,
                    "consecutiveDatapointsToAlarm": 2}}])";
    };
    Watch watch;
    watch.profile(two("10", false));
    watch.slot({publishes("pump-1", 20)});
    watch.profile(two("11", true));
    EXPECT_EQ(watch.detect.profiles().size(), 1U);
    watch.slot({publishes("pump-1", 20)});
    ASSERT_EQ(watch.events.size(), 1U);
    EXPECT_EQ(watch.events[0].behavior_name, "A");
    watch.slot({publishes("pump-1", 20)});
    ASSERT_EQ(watch.events.size(), 2U);
    EXPECT_EQ(watch.events[1].behavior_name, "B");
}

TEST(Detect, AnAlarmOutlivesTheReplacementOfItsCriteriaAndIsJudgedByTheNew) {
    Watch watch;
    watch.profile(sent(R"("durationSeconds": 300)"));
    watch.slot({publishes("pump-1", 20)});
    watch.profile(sent(R"("durationSeconds": 300)", "100"));
    EXPECT_EQ(watch.detect.active_violations().size(), 1U);
    EXPECT_EQ(watch.slot({publishes("pump-1", 20)}), Texts{"pump-1 alarm-cleared 20"});
}

TEST(Detect, InvalidatesTheAlarmsOfABehaviorThatIsGone) {
    Watch watch;
    watch.profile(sent(R"("durationSeconds": 300)"));
    watch.slot({publishes("pump-1", 20)});
    watch.profile("[]");
    EXPECT_EQ(watch.idle(1), Texts{"pump-1 alarm-invalidated"});
    EXPECT_EQ(watch.slot({publishes("pump-1", 20)}), none());
}

TEST(Detect, AReplacedProfileInvalidatesAlarmsOfThingsItNoLongerTargets) {
    Watch watch;
    watch.profile(sent(R"("durationSeconds": 300)"));
    watch.slot({publishes("pump-1", 20)});
    watch.profile(sent(R"("durationSeconds": 300)"), {"all/unregistered-things"});
    EXPECT_EQ(watch.slot({publishes("pump-1", 20)}), Texts{"pump-1 alarm-invalidated"});
}

TEST(Detect, AWiderWindowOfAReplacedProfileWarmsUpAndLeavesOthersAlone) {
    Watch watch;
    watch.profile(sent(R"("durationSeconds": 600)", "15"), {"all/things"}, "other");
    watch.profile(sent(R"("durationSeconds": 300)"), {"all/things"}, "guard");
    watch.slot({publishes("pump-1", 9)});
    watch.profile(sent(R"("durationSeconds": 900)"), {"all/things"}, "guard");
    EXPECT_EQ(watch.slot({publishes("pump-1", 9)}), Texts{"pump-1 in-alarm 18"});
    EXPECT_EQ(watch.events.back().profile_name, "other");
    EXPECT_EQ(watch.slot({publishes("pump-1", 1)}), Texts{"pump-1 alarm-cleared 10"});
    EXPECT_EQ(watch.slot({publishes("pump-1", 1)}), Texts{"pump-1 in-alarm 11"});
    EXPECT_EQ(watch.events.back().profile_name, "guard");
}

TEST(Detect, TellsWhichBehaviorsJudgeAThing) {
    Watch watch;
    watch.profile(sent(R"("durationSeconds": 900, "consecutiveDatapointsToAlarm": 3)"),
                  {"thinggroup/hall"}, "hall");
    watch.profile(rule("aws:source-ip-address", "in-cidr-set", R"({"cidrs": ["10.0.0.0/8"]})", ""),
                  {"all/things"}, "all");
    watch.profile(rule("aws:message-byte-size", "greater-than", R"({"count": 1})", ""),
                  {"all/unregistered-things"}, "guests");
    using Side = engine::BehaviorInForce::Side;
    const auto pump = watch.detect.behaviors_for("pump-1");
    ASSERT_EQ(pump.size(), 2U);
    EXPECT_EQ(pump[0].profile_name, "hall");
    EXPECT_EQ(pump[0].metric, "aws:num-messages-sent");
    EXPECT_EQ(pump[0].side, Side::high);
    EXPECT_EQ(pump[0].window, 900s);
    EXPECT_EQ(pump[0].datapoints_to_alarm, 3U);
    EXPECT_EQ(pump[1].side, Side::foreign);
    EXPECT_EQ(pump[1].window, 300s);
    const auto guest = watch.detect.behaviors_for("never seen");
    ASSERT_EQ(guest.size(), 2U);
    EXPECT_EQ(guest[1].side, Side::low);
}
