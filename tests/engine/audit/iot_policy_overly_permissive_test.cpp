#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/audit/policy_world.hpp"

using namespace support;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

namespace {

constexpr auto check = "IOT_POLICY_OVERLY_PERMISSIVE_CHECK";
constexpr auto attached = R"({"Bool": {"iot:Connection.Thing.IsAttached": "true"}})";

/// The actions that a policy with these statements allows broadly.
std::vector<std::string> broad(std::initializer_list<std::string> statements) {
    const auto result = judge(check, document(statements));
    EXPECT_EQ(result.message, "");
    return result.found.empty() ? std::vector<std::string>{} : actions_in(result.found[0].reason);
}
std::vector<std::string> broad(std::string_view action, std::string_view tail) {
    return broad({statement("Allow", action, iot_arn(tail))});
}

}  // namespace

TEST(IotPolicyOverlyPermissive, SpeaksOfTheVersionInForceAndListsTheActionsInOrder) {
    auto fleet = with_policy(document({statement("Allow", "iot:*", "*")}));
    auto& policy = fleet.inventory().policies[0];
    policy.versions.push_back(
        {.id = "7", .document = policy.versions[0].document, .creation_date = noon});
    policy.versions[0].document =
        document({statement("Allow", "iot:Connect", iot_arn("client/a"))});
    policy.default_version = 1;
    const auto result = run_check(check, fleet);
    EXPECT_EQ(result.resources, 1u);
    ASSERT_THAT(result.found, SizeIs(1));
    EXPECT_EQ(result.found[0].resource.type, "IOT_POLICY");
    EXPECT_THAT(result.found[0].resource.identifier,
                ElementsAre(Pair("policyName", "device"), Pair("policyVersionId", "7")));
    EXPECT_EQ(result.found[0].reason,
              "Policy allows broad access to IoT data plane actions: [iot:Subscribe, iot:Connect, "
              "iot:GetThingShadow, iot:DeleteThingShadow, iot:UpdateThingShadow, iot:Publish, "
              "iot:DescribeJobExecution, iot:GetPendingJobExecutions, "
              "iot:StartNextPendingJobExecution, iot:UpdateJobExecution].");
    policy.default_version = 0;
    EXPECT_THAT(run_check(check, fleet).found, IsEmpty());
}

TEST(IotPolicyOverlyPermissive, CountsEveryPolicyAndNoneIsCompliant) {
    EXPECT_EQ(run_check(check, a_fleet()).resources, 0u);
    EXPECT_THAT(run_check(check, a_fleet()).found, IsEmpty());
}

TEST(IotPolicyOverlyPermissive, WantsClientIdsThatALiteralBounds) {
    for (const auto* tail : {"client/*", "client/?*", "client/*-edge", "client/?", "client*", "*",
                             "c*", "client/${iot:ClientId}", "client/${IOT:CLIENTID}",
                             "client/${iot:ClientId}*", "?lient/*"})
        EXPECT_THAT(broad("iot:Connect", tail), ElementsAre("iot:Connect")) << tail;
    for (const auto* tail :
         {"client/a*", "client/pump-1", "client/${iot:Connection.Thing.ThingName}",
          "client/x${iot:ClientId}", "topic/*", "client/", "client", "client/${*}", "clients/*",
          "client/${iot:CertificateId}*"})
        EXPECT_THAT(broad("iot:Connect", tail), IsEmpty()) << tail;
}

TEST(IotPolicyOverlyPermissive, IsContentWithAnAttachedThingHoweverItIsWritten) {
    const auto connect = [](std::string_view condition) {
        return broad({statement("Allow", "iot:Connect", iot_arn("client/*"), condition)});
    };
    EXPECT_THAT(connect(attached), IsEmpty());
    EXPECT_THAT(connect(R"({"Bool": {"iot:Connection.Thing.IsAttached": ["true"]}})"), IsEmpty());
    EXPECT_THAT(connect(R"({"Bool": {"iot:Connection.Thing.IsAttached": true}})"), IsEmpty());
    EXPECT_THAT(connect(R"({"Bool": {"IOT:connection.thing.isattached": "True"}})"), IsEmpty());
    for (const auto* condition :
         {R"({"Bool": {"iot:Connection.Thing.IsAttached": "false"}})",
          R"({"Bool": {"iot:Connection.Thing.IsAttached": ["true", "false"]}})",
          R"({"BoolIfExists": {"iot:Connection.Thing.IsAttached": "true"}})",
          R"({"ForAllValues:Bool": {"iot:Connection.Thing.IsAttached": "true"}})",
          R"({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}})"})
        EXPECT_THAT(connect(condition), ElementsAre("iot:Connect")) << condition;
}

TEST(IotPolicyOverlyPermissive, LooksForWildcardsThatReachReservedTopics) {
    for (const auto* tail :
         {"topic/*", "topic/$aws/things/*", "topic/$aws/*", "topic/$a*", "topic/$aws/thing?*",
          "topic/?aws/things/*/shadow", "topic/$aws/things/?", "topic/$aws/*/shadow/update",
          "topic/*/telemetry", "topic*", "*", "topi?/*", "topic/${$}aws/things/*"})
        EXPECT_THAT(broad("iot:Publish", tail), ElementsAre("iot:Publish")) << tail;
    for (const auto* tail :
         {"topic/dt/*", "topic/$aws/things/pump-*", "topic/${iot:ClientId}/*", "topicfilter/*",
          "topic/$aws/things/${iot:Connection.Thing.ThingName}/*", "topic/$aws/rules/*",
          "topic/$aws/things", "topic/??", "topic/+/x", "topic/#", "topic/$aws/things/+"})
        EXPECT_THAT(broad("iot:Publish", tail), IsEmpty()) << tail;
}

TEST(IotPolicyOverlyPermissive, TakesTopicWildcardsOfFiltersForWhatClientsMakeOfThem) {
    for (const auto* tail :
         {"topicfilter/#", "topicfilter/?", "topicfilter/*", "topicfilter/$aws/#",
          "topicfilter/$aws/things/#", "topicfilter/$aws/things/+", "topicfilter/$aws/things/+/*",
          "topicfilter/$aws/things/+*", "topicfilter/$aws/+/+/shadow/update",
          "topicfilter/$aws/+/#", "topicfilter/$aws/+/*", "topicfilter/$aws/things/?*"})
        EXPECT_THAT(broad("iot:Subscribe", tail), ElementsAre("iot:Subscribe")) << tail;
    for (const auto* tail :
         {"topicfilter/+/status", "topicfilter/plant/#", "topicfilter/plant/*", "topic/*",
          "topicfilter/$aws/things/pump-1/#", "topicfilter/$aws/+/pump-1/shadow/update",
          "topicfilter/$aws/things/pump+", "topicfilter/#x"})
        EXPECT_THAT(broad("iot:Subscribe", tail), IsEmpty()) << tail;
}

TEST(IotPolicyOverlyPermissive, WantsThingsThatALiteralBounds) {
    EXPECT_THAT(broad("iot:UpdateJobExecution", "thing/?*"), ElementsAre("iot:UpdateJobExecution"));
    EXPECT_THAT(broad("iot:getthingshadow", "thing*"), ElementsAre("iot:GetThingShadow"));
    EXPECT_THAT(broad("iot:GetThingShadow", "thing/a*"), IsEmpty());
    EXPECT_THAT(broad("iot:GetThingShadow", "/thing/a"), IsEmpty());
    EXPECT_THAT(broad("iot:GetThingShadow", "/thing/*"), ElementsAre("iot:GetThingShadow"));
    EXPECT_THAT(broad("iot:GetThingShadow", "thinggroup/*"), IsEmpty());
}

TEST(IotPolicyOverlyPermissive, KnowsWhatAWildcardInAnArnSwallows) {
    const auto publish = [](std::string_view resource) {
        return broad({statement("Allow", "iot:Publish", resource)});
    };
    for (const auto* resource :
         {"arn:aws:iot:*", "arn:*", "arn:aws:iot:us-east-1:*", "a*",
          "arn:aws:iot:us-east-1:123456789012:*", "*topic/*", "arn:aws:*:*:*:topic/*",
          "arn:aws-cn:iot:eu-west-1:999999999999:topic/*"})
        EXPECT_THAT(publish(resource), ElementsAre("iot:Publish")) << resource;
    for (const auto* resource :
         {"arn:aws:iot:*:*:topic/fleet/a", "arn:aws:iot:*:*:client/*", "topic/*", "arn:aws:s3:::*",
          "arn:aws:dynamodb:us-east-1:123456789012:topic/*", "arn:aws:iot::topic/*", "iot:*",
          "arn:aws:iot:us-east-1:123456789012:topic/a:*"})
        EXPECT_THAT(publish(resource), IsEmpty()) << resource;
}

TEST(IotPolicyOverlyPermissive, TakesBackWhatAnUnconditionalDenyCovers) {
    const auto allow = statement("Allow", "iot:Publish", iot_arn("topic/*"));
    EXPECT_THAT(broad({allow, statement("Deny", "iot:*", "*")}), IsEmpty());
    EXPECT_THAT(broad({allow, statement("Deny", "iot:publish", iot_arn("*"))}), IsEmpty());
    EXPECT_THAT(broad({statement("Deny", "iot:Publish", "arn:aws:iot:*:*:topic/*"), allow}),
                IsEmpty());
    // Everything this account has is denied, whatever else the Allow names.
    EXPECT_THAT(broad({statement("Allow", "iot:Publish", "*"),
                       statement("Deny", "iot:Publish", iot_arn("topic/*"))}),
                IsEmpty());
    for (const auto& deny :
         {statement("Deny", "iot:Publish", iot_arn("topic/$aws/*")),
          statement("Deny", "iot:Subscribe", "*"),
          statement("Deny", "iot:Publish", iot_arn("topicfilter/*")),
          statement("Deny", "iot:Publish", "arn:aws:iot:eu-west-1:123456789012:topic/*"),
          statement("Deny", "iot:Publish", "*",
                    R"({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}})")})
        EXPECT_THAT(broad({allow, deny}), ElementsAre("iot:Publish")) << deny;
}

TEST(IotPolicyOverlyPermissive, ReadsNotActionAndNotResource) {
    const auto only = [](std::string_view effect, std::string_view members) {
        return R"({"Effect": ")" + std::string(effect) + "\", " + std::string(members) + "}";
    };
    EXPECT_THAT(broad({only("Allow", R"("NotAction": ["iot:*Job*", "iot:*Shadow", "iot:Connect"],
                                        "Resource": "*")")}),
                ElementsAre("iot:Subscribe", "iot:Publish"));
    EXPECT_THAT(broad({only("Allow", R"("Action": "iot:Connect",
                                        "NotResource": "arn:aws:iot:us-east-1:1:client/a")")}),
                ElementsAre("iot:Connect"));
    const auto allow = statement("Allow", "iot:Connect", "*");
    // What such a Deny spares is all that is left.
    EXPECT_THAT(broad({allow, only("Deny", R"("Action": "iot:Connect", "NotResource":
                                  "arn:aws:iot:us-east-1:123456789012:client/pump-*")")}),
                IsEmpty());
    EXPECT_THAT(broad({allow, only("Deny", R"("Action": "iot:Connect", "NotResource":
                                  "arn:aws:iot:us-east-1:123456789012:client/*")")}),
                ElementsAre("iot:Connect"));
    EXPECT_THAT(broad({allow, only("Deny", R"("NotAction": "iot:Publish", "Resource": "*")")}),
                IsEmpty());
    EXPECT_THAT(broad({allow, only("Deny", R"("NotAction": "iot:Con*", "Resource": "*")")}),
                ElementsAre("iot:Connect"));
}

TEST(IotPolicyOverlyPermissive, PassesOverActionsOfNoDataPlane) {
    EXPECT_THAT(broad("iot:Receive", "topic/*"), IsEmpty());
    EXPECT_THAT(broad("iot:RetainPublish", "topic/*"), IsEmpty());
    EXPECT_THAT(broad("iot:PublishRetain", "topic/*"), IsEmpty());
    EXPECT_THAT(broad("greengrass:*", "topic/*"), IsEmpty());
    EXPECT_THAT(broad("*", "topic/*"), ElementsAre("iot:Publish"));
    EXPECT_THAT(broad("iot:P?blish", "topic/*"), ElementsAre("iot:Publish"));
}

TEST(IotPolicyOverlyPermissive, CountsAndTellsADocumentThatCannotBeRead) {
    for (const std::string text :
         {"", "not JSON", "[]", "{}", R"({"Statement": [{"Effect": "Allow", "Action": "iot:*"}]})",
          R"({"Statement": [{"Effect": "Allow", "Action": "iot:*",
              "Resource": {"Fn::Sub": "arn:aws:iot:${AWS::Region}:${AWS::AccountId}:*"}}]})",
          R"({"Statement": [{"Effect": "Allow", "Action": "iot:*", "Resource": []}]})"}) {
        auto fleet = with_policy(text);
        fleet.inventory().policies.push_back(
            {.name = "broad",
             .versions = {{.id = "1",
                           .document = document({statement("Allow", "iot:*", "*")}),
                           .creation_date = noon}}});
        const auto result = run_check(check, fleet);
        EXPECT_EQ(result.resources, 2u) << text;
        EXPECT_THAT(found_in(result), ElementsAre("broad")) << text;
        EXPECT_THAT(result.message, HasSubstr("policy device version 1")) << text;
    }
}

TEST(IotPolicyOverlyPermissive, SaysInItsTaskWhatItCouldNotRead) {
    Service service(with_policy("{}").with_role({.name = "AWSIoTDeviceDefenderAudit",
                                                 .trust_document = trusting(),
                                                 .documents = {allowing({"iot:*"})}}));
    const auto task = service.enable({check}).start({check});
    service.wait(std::chrono::seconds(1));
    const auto detail = service.describe(task)["auditDetails"][check];
    EXPECT_EQ(detail["checkRunStatus"], "WAITING_FOR_DATA_COLLECTION");
    EXPECT_THAT(detail["message"].get<std::string>(),
                HasSubstr("A document could not be judged: policy device version 1"));
}
