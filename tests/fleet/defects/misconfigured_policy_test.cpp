#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fleet/defects/account_world.hpp"

using namespace fleet;
using namespace std::chrono_literals;
using support::account_world;
using support::due;
using support::world_start;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(MisconfiguredPolicy, SpeaksOfItsWay) {
    EXPECT_THAT(due(account_world("misconfigured-policy")),
                ElementsAre("IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK "
                            "defect-0-misconfigured-policy "
                            "POLICY_CONTAINS_MQTT_WILDCARDS_IN_DENY_STATEMENT"));
    const auto world = account_world("misconfigured-policy", {{"how", "filter-around-deny"}});
    EXPECT_THAT(due(world), ElementsAre("IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK "
                                        "defect-0-misconfigured-policy "
                                        "TOPIC_FILTERS_INTENDED_TO_DENY_ALLOWED_USING_WILDCARDS"));
    EXPECT_THAT(world.fleet.inventory.policies.at(1).versions.at(0).document,
                testing::Not(HasSubstr("#")));
}

TEST(MisconfiguredPolicy, StaysSilentWhereReceivingIsDeniedAsWell) {
    const auto world = account_world("misconfigured-policy", {{"how", "receive-denied-too"}});
    EXPECT_THAT(due(world), IsEmpty());
    EXPECT_THAT(world.fleet.inventory.policies.at(1).versions.at(0).document,
                HasSubstr(R"("Effect":"Deny","Action":"iot:Receive")"));
}
