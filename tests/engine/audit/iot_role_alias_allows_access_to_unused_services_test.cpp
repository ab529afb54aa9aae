#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/audit/policy_world.hpp"

using namespace support;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

constexpr auto check = "IOT_ROLE_ALIAS_ALLOWS_ACCESS_TO_UNUSED_SERVICES_CHECK";

/// What is granted and was not used: iot was, and dynamodb.
std::vector<std::string> unused(std::initializer_list<std::string> statements) {
    const auto result = judge(check, document(statements), {"dynamodb", "iot"});
    EXPECT_EQ(result.resources, 1u);
    if (result.found.empty()) return {};
    EXPECT_THAT(codes_in(result), ElementsAre("ALLOWS_ACCESS_TO_UNUSED_SERVICES"));
    EXPECT_EQ(result.found[0].resource.identifier[0].second, iot_arn("rolealias/alias"));
    EXPECT_EQ(result.found[0].related[0].type, "IAM_ROLE");
    return actions_in(result.found[0].reason);
}
std::string allow(std::string_view action, std::string_view resource = "*") {
    return statement("Allow", action, resource);
}

}  // namespace

TEST(IotRoleAliasAllowsAccessToUnusedServices, NamesWhatWasGrantedAndNotUsed) {
    EXPECT_THAT(unused({allow("iot:Publish", iot_arn("topic/a"))}), IsEmpty());
    EXPECT_THAT(unused({allow("iot:Publish"), allow("DynamoDB:PutItem")}), IsEmpty());
    EXPECT_THAT(unused({allow("s3:GetObject"), allow("iam:GetRole"), allow("iot:Publish")}),
                ElementsAre("iam", "s3"));
    EXPECT_THAT(unused({allow("*")}), ElementsAre("*"));
    EXPECT_THAT(unused({R"({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})"}),
                ElementsAre("*"));
}

TEST(IotRoleAliasAllowsAccessToUnusedServices, TakesBackWhatADenyCovers) {
    EXPECT_THAT(unused({allow("s3:GetObject"), statement("Deny", "s3:*", "*")}), IsEmpty());
    EXPECT_THAT(unused({allow("s3:Get*"), statement("Deny", "s3:GetObject", "*")}),
                ElementsAre("s3"));
    EXPECT_THAT(unused({allow("s3:GetObject"), statement("Deny", "s3:*", "arn:aws:s3:::a/*")}),
                ElementsAre("s3"));
    EXPECT_THAT(unused({allow("s3:GetObject", "arn:aws:s3:::a/b"),
                        statement("Deny", "s3:*", "arn:aws:s3:::a/*")}),
                IsEmpty());
    EXPECT_THAT(unused({allow("s3:GetObject"),
                        R"({"Effect": "Deny", "NotAction": "iot:*", "Resource": "*"})"}),
                IsEmpty());
}

TEST(IotRoleAliasAllowsAccessToUnusedServices, ForgetsUseAfterAYear) {
    using namespace std::chrono_literals;
    auto fleet = with_role_of({document({allow("s3:GetObject")})});
    auto& last = fleet.inventory().roles.back().last_accessed;
    last = {{"s3", noon - 365 * 24h}};
    EXPECT_THAT(run_check(check, fleet).found, IsEmpty());
    last = {{"s3", noon - 365 * 24h - 1ms}};
    EXPECT_THAT(run_check(check, fleet).found, testing::SizeIs(1));
    last = {{"s3", std::nullopt}};
    EXPECT_THAT(run_check(check, fleet).found, testing::SizeIs(1));
}

TEST(IotRoleAliasAllowsAccessToUnusedServices, CountsAliasesAndNoneIsCompliant) {
    EXPECT_EQ(run_check(check, a_fleet()).resources, 0u);
    auto gone = with_role_of({document({allow("s3:*")})});
    EXPECT_THAT(run_check(check, gone.without_role("devices")).found, IsEmpty());
}
