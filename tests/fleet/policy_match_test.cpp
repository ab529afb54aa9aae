#include "fleet/policy_match.hpp"

#include <gtest/gtest.h>

#include "tests/fleet/policy_cases.hpp"

using namespace fleet;
using namespace fleet::cases;

TEST(PolicyMatch, LetsADenyWinAndSilenceDeny) {
    expect({
        {{}, "iot:Publish", "topic/a", silent},
        {{"+iot:Publish topic/a"}, "iot:Publish", "topic/a", allowed},
        {{"+iot:Publish topic/a"}, "iot:Publish", "topic/b", silent},
        {{"+iot:Publish topic/*", "-iot:Publish topic/a"}, "iot:Publish", "topic/a", denied},
        {{"-iot:Publish topic/a", "+iot:Publish topic/*"}, "iot:Publish", "topic/a", denied},
        {{"+iot:Publish topic/*", "-iot:Publish topic/a"}, "iot:Publish", "topic/b", allowed},
        {{"-iot:Publish topic/a"}, "iot:Publish", "topic/b", silent},
    });
}

TEST(PolicyMatch, NamesTheDecidingStatement) {
    const PolicyDocument first{{statement("+iot:Receive topic/*"), statement("+iot:* topic/a*")}};
    const PolicyDocument second{{statement("+iot:* topic/*"), statement("-iot:* topic/ab")}};
    const PolicyDocument* const policies[] = {&first, &second};
    const auto judge_topic = [&](std::string_view topic) {
        const auto asked = full(topic);
        return evaluate(policies, pump(), {.action = "iot:Publish", .resource = asked});
    };
    EXPECT_EQ(judge_topic("topic/aa").policy, 0U);
    EXPECT_EQ(judge_topic("topic/aa").statement, 1U);
    EXPECT_EQ(judge_topic("topic/b").policy, 1U);
    EXPECT_EQ(judge_topic("topic/b").statement, 0U);
    EXPECT_EQ(judge_topic("topic/ab").decision, Decision::explicit_deny);
    EXPECT_EQ(judge_topic("topic/ab").statement, 1U);
}

TEST(PolicyMatch, JudgesEachActionOnItsOwnTypeOfResource) {
    expect({
        {{"+iot:* =*"}, "iot:Connect", "client/a", allowed},
        {{"+iot:* =*"}, "iot:Connect", "topic/a", silent},
        {{"+iot:* =*"}, "iot:Publish", "topic/a", allowed},
        {{"+iot:* =*"}, "iot:Publish", "topicfilter/a", silent},
        {{"+iot:* =*"}, "iot:Subscribe", "topicfilter/a", allowed},
        {{"+iot:* =*"}, "iot:Subscribe", "topic/a", silent},
        {{"+iot:* =*"}, "iot:Receive", "topic/a", allowed},
        {{"+iot:* =*"}, "iot:RetainPublish", "topic/a", allowed},
        {{"+iot:* =*"}, "iot:GetRetainedMessage", "topicfilter/a", silent},
        {{"+iot:* =*"}, "iot:GetThingShadow", "thing/a", allowed},
        {{"+iot:* =*"}, "iot:GetThingShadow", "topic/a", silent},
        {{"+iot:* =*"}, "iot:UpdateJobExecution", "thing/a", allowed},
        {{"+iot:* =*"}, "iot:AssumeRoleWithCertificate", "rolealias/r", allowed},
        {{"+iot:* =*"}, "iot:AssumeRoleWithCertificate", "role/r", silent},
        {{"-iot:* =*"}, "iot:Publish", "topicfilter/a", silent},
        {{"+iot:Subscribe topic/a"}, "iot:Subscribe", "topicfilter/a", silent},
        {{"+iot:Publish =topic/a"}, "iot:Publish", "=topic/a", silent},
        {{"+iot:Frobnicate =*"}, "iot:Frobnicate", "anything", allowed},
    });
}

TEST(PolicyMatch, ComparesActionsWithoutCaseAndWithWildcards) {
    expect({
        {{"+IOT:publish topic/a"}, "iot:Publish", "topic/a", allowed},
        {{"+iot:Publish topic/a"}, "IOT:PUBLISH", "topic/a", allowed},
        {{"+iot:Pub* topic/a"}, "iot:Publish", "topic/a", allowed},
        {{"+iot:?ublish topic/a"}, "iot:Publish", "topic/a", allowed},
        {{"+iot:??ublish topic/a"}, "iot:Publish", "topic/a", silent},
        {{"+* topic/a"}, "iot:Receive", "topic/a", allowed},
        {{"+iot:PublishRetain topic/a"}, "iot:Publish", "topic/a", silent},
        {{"+Publish topic/a"}, "iot:Publish", "topic/a", silent},
        {{"+iot:Get* thing/a"}, "iot:getThingShadow", "thing/a", allowed},
        {{"+iot:Get* thing/a"}, "iot:UpdateThingShadow", "thing/a", silent},
    });
}

TEST(PolicyMatch, NegatesActionsAndResources) {
    expect({
        {{"+!iot:Publish topic/a"}, "iot:Receive", "topic/a", allowed},
        {{"+!iot:Publish topic/a"}, "iot:Publish", "topic/a", silent},
        {{"+!iot:Get* thing/a"}, "iot:GetThingShadow", "thing/a", silent},
        {{"+!iot:Get* thing/a"}, "iot:UpdateThingShadow", "thing/a", allowed},
        {{"+iot:Publish !topic/a"}, "iot:Publish", "topic/b", allowed},
        {{"+iot:Publish !topic/a"}, "iot:Publish", "topic/a", silent},
        {{"+iot:* =*", "-iot:Publish !topic/a"}, "iot:Publish", "topic/b", denied},
        {{"+iot:* =*", "-iot:Publish !topic/${iot:Unknown}"}, "iot:Publish", "topic/a", denied},
    });
}

TEST(PolicyMatch, TakesWildcardsAcrossLevelsAndPlusAndHashAsText) {
    expect({
        {{"+iot:Publish topic/*"}, "iot:Publish", "topic/a/b/c", allowed},
        {{"+iot:Publish topic/*"}, "iot:Publish", "topic/", allowed},
        {{"+iot:Publish topic/a/*/c"}, "iot:Publish", "topic/a/b/b/c", allowed},
        {{"+iot:Publish topic/a/*/c"}, "iot:Publish", "topic/a/c", silent},
        {{"+iot:Publish topic/a*a"}, "iot:Publish", "topic/a", silent},
        {{"+iot:Publish topic/a*a"}, "iot:Publish", "topic/aa", allowed},
        {{"+iot:Publish topic/*ab*ab"}, "iot:Publish", "topic/xabab", allowed},
        {{"+iot:Publish topic/*ab*ab"}, "iot:Publish", "topic/xab", silent},
        {{"+iot:Publish topic/**b"}, "iot:Publish", "topic/aab", allowed},
        {{"+iot:Publish topic/a?"}, "iot:Publish", "topic/ab", allowed},
        {{"+iot:Publish topic/a?"}, "iot:Publish", "topic/a", silent},
        {{"+iot:Publish topic/a?"}, "iot:Publish", "topic/abc", silent},
        {{"+iot:Publish topic/a?"}, "iot:Publish", "topic/a/", allowed},
        {{"+iot:Publish topic/*?z?"}, "iot:Publish", "topic/abzc", allowed},
        {{"+iot:Publish topic/*?z?"}, "iot:Publish", "topic/zc", silent},
        {{"+iot:Publish topic/?"}, "iot:Publish", "topic/é", allowed},
        {{"+iot:Publish topic/*?"}, "iot:Publish", "topic/é", allowed},
        {{"+iot:Publish topic/??"}, "iot:Publish", "topic/é", silent},
        {{"+iot:Subscribe topicfilter/a/+"}, "iot:Subscribe", "topicfilter/a/+", allowed},
        {{"+iot:Subscribe topicfilter/a/+"}, "iot:Subscribe", "topicfilter/a/b", silent},
        {{"+iot:Subscribe topicfilter/a/#"}, "iot:Subscribe", "topicfilter/a/b", silent},
        {{"+iot:Subscribe topicfilter/a/*"}, "iot:Subscribe", "topicfilter/a/#", allowed},
        {{"+iot:Publish =arn:aws:iot:*:*:topic/a"}, "iot:Publish", "topic/a", allowed},
        {{"+iot:Publish =arn:aws:iot:eu-west-1:123456789012:topic/a"},
         "iot:Publish",
         "topic/a",
         silent},
        {{"+iot:Publish =arn:aws:::topic/a"}, "iot:Publish", "topic/a", silent},
        {{"+iot:Publish =:/$aws/things"}, "iot:Publish", "topic/$aws/things", silent},
        {{"+iot:Publish topic/$aws/*"}, "iot:Publish", "topic/$aws/things/x", allowed},
    });
}

TEST(PolicyMatch, NeverLetsARequestHoldWildcards) {
    expect({
        {{"+iot:Subscribe topicfilter/ab"}, "iot:Subscribe", "topicfilter/*", silent},
        {{"+iot:Subscribe topicfilter/ab"}, "iot:Subscribe", "topicfilter/a?", silent},
    });
}

TEST(PolicyMatch, DemandsRetainPublishOfARetainedPublish) {
    const auto retained = [](const std::vector<std::string_view>& statements) {
        return judge(statements, "iot:Publish", "topic/a", pump(), true).decision;
    };
    EXPECT_EQ(retained({"+iot:Publish topic/a"}), Decision::implicit_deny);
    EXPECT_EQ(retained({"+iot:RetainPublish topic/a"}), Decision::implicit_deny);
    EXPECT_EQ(retained({"+iot:Publish topic/a", "+iot:RetainPublish topic/a"}), Decision::allowed);
    EXPECT_EQ(retained({"+iot:* topic/a", "-iot:RetainPublish topic/a"}), Decision::explicit_deny);
    EXPECT_EQ(retained({"+iot:* topic/a", "-iot:Publish topic/a"}), Decision::explicit_deny);
    EXPECT_EQ(judge({"+iot:Publish topic/a"}, "iot:Publish", "topic/a").decision,
              Decision::allowed);
}
