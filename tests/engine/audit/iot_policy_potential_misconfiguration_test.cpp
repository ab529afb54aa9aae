#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/audit/policy_world.hpp"

using namespace support;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

constexpr auto check = "IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK";
constexpr auto wildcard = "POLICY_CONTAINS_MQTT_WILDCARDS_IN_DENY_STATEMENT";
constexpr auto bypassed = "TOPIC_FILTERS_INTENDED_TO_DENY_ALLOWED_USING_WILDCARDS";

std::string allow(std::string_view action, std::string_view tail) {
    return statement("Allow", action, iot_arn(tail));
}
std::string deny(std::string_view action, std::string_view tail) {
    return statement("Deny", action, iot_arn(tail));
}
std::vector<std::string> codes(std::initializer_list<std::string> statements) {
    return codes_in(judge(check, document(statements)));
}

}  // namespace

TEST(IotPolicyPotentialMisconfiguration, SpeaksOfTheVersionInForce) {
    const auto result = judge(check, document({deny("iot:Subscribe", "topicfilter/a/#")}));
    EXPECT_EQ(result.resources, 1u);
    ASSERT_THAT(codes_in(result), ElementsAre(wildcard));
    EXPECT_THAT(
        result.found[0].resource.identifier,
        ElementsAre(testing::Pair("policyName", "device"), testing::Pair("policyVersionId", "1")));
}

TEST(IotPolicyPotentialMisconfiguration, FindsTopicWildcardsInDeniedTopicsAndFilters) {
    for (const auto* action : {"iot:Subscribe", "iot:Publish", "iot:Receive", "iot:*", "iot:Rec*"})
        for (const auto* tail : {"topic/a/#", "topicfilter/+/b", "topicfilter/a+b", "topic/*/#"})
            EXPECT_THAT(codes({deny(action, tail)}), ElementsAre(wildcard)) << action << tail;
    EXPECT_THAT(codes({allow("iot:Subscribe", "topicfilter/a/#")}), IsEmpty());
    EXPECT_THAT(codes({deny("iot:Connect", "topic/a/#")}), IsEmpty());
    EXPECT_THAT(codes({deny("iot:Subscribe", "client/a+b")}), IsEmpty());
    EXPECT_THAT(codes({deny("iot:Subscribe", "topicfilter/a/*")}), IsEmpty());
    // Everything but one filter, meant to the letter.
    EXPECT_THAT(codes({R"({"Effect": "Deny", "Action": "iot:Subscribe",
                           "NotResource": "arn:aws:iot:us-east-1:123456789012:topicfilter/a/#"})"}),
                IsEmpty());
}

TEST(IotPolicyPotentialMisconfiguration, FindsAWildcardFilterAroundADeniedArea) {
    const auto plant = allow("iot:Subscribe", "topicfilter/plant/*");
    const auto receive = allow("iot:Receive", "topic/plant/*");
    EXPECT_THAT(codes({plant, receive, deny("iot:Subscribe", "topicfilter/plant/vault/*")}),
                ElementsAre(bypassed));
    EXPECT_THAT(codes({plant, receive, deny("iot:Subscribe", "topicfilter/plant/vault")}),
                ElementsAre(bypassed));
    // Through + alone: "#" filters are not allowed.
    EXPECT_THAT(codes({allow("iot:Subscribe", "topicfilter/plant/+/door"), receive,
                       deny("iot:Subscribe", "topicfilter/plant/vault/*")}),
                ElementsAre(bypassed));
    EXPECT_THAT(codes({allow("iot:Subscribe", "topicfilter/plant/+/door"),
                       allow("iot:Receive", "topic/plant/yard/door"),
                       deny("iot:Subscribe", "topicfilter/plant/vault/*")}),
                IsEmpty());
    EXPECT_THAT(codes({allow("iot:Subscribe", "topicfilter/plant/+/door"),
                       allow("iot:Receive", "topic/plant/vault/door"),
                       deny("iot:Subscribe", "topicfilter/plant/vault/*")}),
                ElementsAre(bypassed));
    // Through "#" above everything.
    EXPECT_THAT(codes({allow("iot:Subscribe", "topicfilter/#"), receive,
                       deny("iot:Subscribe", "topicfilter/plant/vault/*")}),
                ElementsAre(bypassed));
    // What is received is only part of what is denied.
    EXPECT_THAT(codes({plant, allow("iot:Receive", "topic/plant/vault/door/*"),
                       deny("iot:Subscribe", "topicfilter/plant/vault/*")}),
                ElementsAre(bypassed));
    // With the caller's own name in both.
    EXPECT_THAT(codes({allow("iot:Subscribe", "topicfilter/${iot:ClientId}/*"),
                       allow("iot:Receive", "topic/${iot:ClientId}/*"),
                       deny("iot:Subscribe", "topicfilter/${iot:ClientId}/keys/*")}),
                ElementsAre(bypassed));
}

TEST(IotPolicyPotentialMisconfiguration, IsContentWhereNothingOfTheDeniedAreaArrives) {
    const auto plant = allow("iot:Subscribe", "topicfilter/plant/*");
    const auto receive = allow("iot:Receive", "topic/plant/*");
    const auto vault = deny("iot:Subscribe", "topicfilter/plant/vault/*");
    EXPECT_THAT(codes({plant, vault}), IsEmpty());
    EXPECT_THAT(codes({plant, receive, vault, deny("iot:Receive", "topic/plant/vault/*")}),
                IsEmpty());
    EXPECT_THAT(codes({plant, receive, vault, deny("iot:*", "topic/*")}), IsEmpty());
    EXPECT_THAT(codes({receive, vault}), IsEmpty());
    EXPECT_THAT(codes({allow("iot:Subscribe", "topicfilter/plant/yard/*"), receive, vault}),
                IsEmpty());
    EXPECT_THAT(codes({plant, receive, deny("iot:Subscribe", "topicfilter/*")}), IsEmpty());
    EXPECT_THAT(codes({plant, receive, deny("iot:Publish", "topic/plant/vault/*")}), IsEmpty());
    // A leading wildcard hears no reserved topic.
    EXPECT_THAT(codes({allow("iot:Subscribe", "topicfilter/#"), allow("iot:Receive", "topic/*"),
                       deny("iot:Subscribe", "topicfilter/$aws/*")}),
                IsEmpty());
}

TEST(IotPolicyPotentialMisconfiguration, CallsADenyWithTopicWildcardsNothingElse) {
    EXPECT_THAT(
        codes({allow("iot:Subscribe", "topicfilter/plant/*"), allow("iot:Receive", "topic/plant/*"),
               deny("iot:Subscribe", "topicfilter/plant/vault/#")}),
        ElementsAre(wildcard));
    EXPECT_THAT(
        codes({allow("iot:Subscribe", "topicfilter/plant/*"), allow("iot:Receive", "topic/plant/*"),
               deny("iot:Subscribe", "topicfilter/plant/vault/#"),
               deny("iot:Subscribe", "topicfilter/plant/cellar/*")}),
        ElementsAre(wildcard, bypassed));
}

TEST(IotPolicyPotentialMisconfiguration, CountsAndTellsADocumentThatCannotBeRead) {
    const auto result = judge(check, "{}");
    EXPECT_EQ(result.resources, 1u);
    EXPECT_THAT(result.found, IsEmpty());
    EXPECT_THAT(result.message, HasSubstr("policy device version 1"));
}
