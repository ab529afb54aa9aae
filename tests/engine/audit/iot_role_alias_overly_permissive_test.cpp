#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/audit/policy_world.hpp"

using namespace support;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

namespace {

constexpr auto check = "IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK";
constexpr auto used_services = "ALLOWS_BROAD_ACCESS_TO_USED_SERVICES";
constexpr auto auditing = "ALLOWS_ACCESS_TO_SECURITY_AUDITING_SERVICES";
constexpr auto reads = "ALLOWS_BROAD_ACCESS_TO_IOT_THING_ADMIN_READ_ACTIONS";
constexpr auto writes = "ALLOWS_ACCESS_TO_IOT_THING_ADMIN_WRITE_ACTIONS";
constexpr auto others = "ALLOWS_ACCESS_TO_IOT_NON_THING_ADMIN_ACTIONS";
constexpr auto data_plane = "ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS";

std::vector<std::string> codes(std::initializer_list<std::string> statements,
                               std::vector<std::string> used = {"dynamodb", "iot"}) {
    return codes_in(judge(check, document(statements), std::move(used)));
}
std::string allow(std::string_view action, std::string_view resource = "*") {
    return statement("Allow", action, resource);
}
std::string deny(std::string_view action, std::string_view resource = "*") {
    return statement("Deny", action, resource);
}

}  // namespace

TEST(IotRoleAliasOverlyPermissive, SpeaksOfTheAliasAndNamesItsRole) {
    const auto result = judge(check, document({allow("dynamodb:*")}), {"dynamodb"});
    EXPECT_EQ(result.resources, 1u);
    ASSERT_THAT(found_in(result), ElementsAre(iot_arn("rolealias/alias")));
    EXPECT_EQ(result.found[0].resource.type, "ROLE_ALIAS");
    EXPECT_EQ(result.found[0].resource.identifier[0].first, "roleAliasArn");
    ASSERT_THAT(result.found[0].related, testing::SizeIs(1));
    EXPECT_EQ(result.found[0].related[0].type, "IAM_ROLE");
    EXPECT_THAT(result.found[0].related[0].identifier,
                ElementsAre(testing::Pair("iamRoleArn", "arn:aws:iam::123456789012:role/devices")));
    EXPECT_EQ(result.found[0].reason, "Role allows broad access to used services: [dynamodb].");
}

TEST(IotRoleAliasOverlyPermissive, ObjectsToWholeServicesThatWereUsed) {
    EXPECT_THAT(codes({allow("dynamodb:*")}), ElementsAre(used_services));
    EXPECT_THAT(codes({allow("DynamoDB:**", "arn:aws:dynamodb:us-east-1:1:table/T")}),
                ElementsAre(used_services));
    EXPECT_THAT(codes({allow("sqs:*")}), IsEmpty());
    EXPECT_THAT(codes({allow("dynamodb:Put*")}), IsEmpty());
    EXPECT_THAT(codes({allow("dynamodb:*"), deny("dynamodb:*")}), IsEmpty());
    EXPECT_THAT(codes({allow("dynamodb:*"), deny("dynamodb:Delete*")}), ElementsAre(used_services));
    EXPECT_THAT(codes({allow("*")}, {"dynamodb"}), Contains(used_services));
    EXPECT_THAT(codes({R"({"Effect": "Allow", "NotAction": ["iam:*", "iot:*"], "Resource": "*"})"}),
                UnorderedElementsAre(used_services, auditing));
    EXPECT_THAT(codes({R"({"Effect": "Allow", "NotAction": ["dynamodb:Delete*", "iot:*", "iam:*",
                           "cloudtrail:*", "guardduty:*", "inspector:*", "trustedadvisor:*"],
                           "Resource": "*"})"}),
                IsEmpty());
}

TEST(IotRoleAliasOverlyPermissive, LooksAYearBackForTheUseOfAServiceBothEndsIncluded) {
    const auto found = [](std::optional<fleet::Time> last) {
        auto fleet = with_role_of({document({allow("dynamodb:*")})});
        fleet.inventory().roles.back().last_accessed = {{"dynamodb", last}};
        return run_check(check, fleet).found.size();
    };
    using namespace std::chrono_literals;
    EXPECT_EQ(found(noon), 1u);
    EXPECT_EQ(found(noon - 365 * 24h), 1u);
    EXPECT_EQ(found(noon - 365 * 24h - 1ms), 0u);
    EXPECT_EQ(found(noon + 1ms), 0u);
    EXPECT_EQ(found(std::nullopt), 0u);
}

TEST(IotRoleAliasOverlyPermissive, ObjectsToAnythingOfTheServicesThatWatch) {
    for (const auto* action : {"iam:GetRole", "cloudtrail:StopLogging", "guardduty:*",
                               "inspector:List*", "trustedadvisor:Describe*", "IAM:PassRole"})
        EXPECT_THAT(codes({allow(action)}), ElementsAre(auditing)) << action;
    EXPECT_THAT(codes({allow("iam:GetRole"), deny("iam:*")}), IsEmpty());
    EXPECT_THAT(codes({allow("iam:GetRole"), deny("iam:GetRole")}), IsEmpty());
    EXPECT_THAT(codes({allow("iam:Get*"), deny("iam:GetRole")}), ElementsAre(auditing));
    EXPECT_THAT(codes({allow("iamx:GetRole")}), IsEmpty());
}

TEST(IotRoleAliasOverlyPermissive, JudgesIotActionsByTheirClass) {
    EXPECT_THAT(codes({allow("iot:DescribeThing", iot_arn("thing/*"))}), ElementsAre(reads));
    EXPECT_THAT(codes({allow("iot:DescribeThing", iot_arn("thing/pump-*"))}), IsEmpty());
    EXPECT_THAT(codes({allow("iot:UpdateThing", iot_arn("thing/pump-1"))}), ElementsAre(writes));
    EXPECT_THAT(codes({allow("iot:CreatePolicy", iot_arn("policy/x"))}), ElementsAre(others));
    EXPECT_THAT(codes({allow("iot:Publish", iot_arn("topic/$aws/things/*"))}),
                ElementsAre(data_plane));
    EXPECT_THAT(codes({allow("iot:Publish", iot_arn("topic/dt/*"))}), IsEmpty());
    EXPECT_THAT(codes({allow("iot:*")}, {}),
                UnorderedElementsAre(reads, writes, others, data_plane));
    EXPECT_THAT(codes({allow("iot:*")}),
                UnorderedElementsAre(used_services, reads, writes, others, data_plane));
}

TEST(IotRoleAliasOverlyPermissive, JudgesInlineAndAttachedDocumentsTogether) {
    auto fleet = with_role_of({document({allow("iot:CreatePolicy")})});
    auto& inventory = fleet.inventory();
    inventory.managed_policies = {
        {.arn = "arn:aws:iam::aws:policy/other", .document = document({allow("iam:*")})},
        {.arn = "arn:aws:iam::aws:policy/mine", .document = document({deny("iot:CreatePolicy")})}};
    EXPECT_THAT(codes_in(run_check(check, fleet)), ElementsAre(others));
    inventory.roles.back().managed_policies = {1};
    EXPECT_THAT(codes_in(run_check(check, fleet)), IsEmpty());
    inventory.roles.back().managed_policies = {0, 1};
    EXPECT_THAT(codes_in(run_check(check, fleet)), ElementsAre(auditing));
}

TEST(IotRoleAliasOverlyPermissive, CountsAliasesWhoseRoleIsGoneOrCannotBeRead) {
    EXPECT_EQ(run_check(check, a_fleet()).resources, 0u);
    auto fleet = with_role_of({"no document", document({allow("iam:GetRole")})});
    auto result = run_check(check, fleet);
    EXPECT_THAT(codes_in(result), ElementsAre(auditing));
    EXPECT_THAT(result.message, HasSubstr("role devices"));
    result = run_check(check, fleet.without_role("devices"));
    EXPECT_EQ(result.resources, 1u);
    EXPECT_THAT(result.found, IsEmpty());
}

TEST(IotRoleAliasOverlyPermissive, ReadsRolesLongerThanAnIotPolicyMayBe) {
    const auto result = judge(
        check, document({allow("dynamodb:*", "arn:aws:dynamodb:::" + std::string(5000, 'x'))}),
        {"dynamodb"});
    EXPECT_EQ(result.message, "");
    EXPECT_THAT(codes_in(result), ElementsAre(used_services));
}

TEST(IotRoleAliasOverlyPermissive, NeedsReadsThatTheRoleOf2018Lacks) {
    const auto& needed = engine::audit_check(check)->reads;
    const std::vector<std::string_view> all(needed.begin(), needed.end());
    EXPECT_THAT(all, Contains("iot:DescribeRoleAlias"));
    EXPECT_THAT(all, Contains("iam:GetServiceLastAccessedDetails"));
    EXPECT_THAT(all, Contains("iam:GetRolePolicy"));
    EXPECT_THAT(all, Not(Contains("")));
}
