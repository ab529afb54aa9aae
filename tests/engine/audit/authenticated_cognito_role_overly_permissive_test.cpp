#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/audit/policy_world.hpp"

using namespace support;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

namespace {

constexpr auto check = "AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK";
constexpr auto reads = "ALLOWS_BROAD_ACCESS_TO_IOT_THING_ADMIN_READ_ACTIONS";
constexpr auto writes = "ALLOWS_ACCESS_TO_IOT_THING_ADMIN_WRITE_ACTIONS";
constexpr auto others = "ALLOWS_ACCESS_TO_IOT_NON_THING_ADMIN_ACTIONS";
constexpr auto data_plane = "ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS";

std::vector<std::string> codes(std::string_view action, std::string_view resource) {
    return codes_in(judge(check, document({statement("Allow", action, resource)})));
}

}  // namespace

TEST(AuthenticatedCognitoRoleOverlyPermissive, LetsUsersInspectNamedThingsOnly) {
    EXPECT_THAT(codes("iot:DescribeThing", iot_arn("thing/*")), ElementsAre(reads));
    EXPECT_THAT(codes("iot:DescribeThing", "*"), ElementsAre(reads));
    EXPECT_THAT(codes("iot:DescribeThing", iot_arn("thing/pump-1")), IsEmpty());
    EXPECT_THAT(codes("iot:ListThingPrincipals", iot_arn("thing/pump-*")), IsEmpty());
}

TEST(AuthenticatedCognitoRoleOverlyPermissive, LetsUsersManageNothing) {
    EXPECT_THAT(codes("iot:DeleteThing", iot_arn("thing/pump-1")), ElementsAre(writes));
    EXPECT_THAT(codes("iot:ListThings", "*"), ElementsAre(writes));
    EXPECT_THAT(codes("iot:ListThingsInThingGroup", "*"), ElementsAre(writes));
    EXPECT_THAT(codes("iot:AttachPolicy", iot_arn("cert/x")), ElementsAre(others));
    EXPECT_THAT(codes("iot:Attach*", "*"), UnorderedElementsAre(writes, others));
    EXPECT_THAT(codes("iot:*", "*"), UnorderedElementsAre(reads, writes, others, data_plane));
}

TEST(AuthenticatedCognitoRoleOverlyPermissive, HoldsTheDataPlaneToTheRulesOfPolicies) {
    EXPECT_THAT(codes("iot:Publish", iot_arn("topic/$aws/things/*/shadow/update")),
                ElementsAre(data_plane));
    EXPECT_THAT(codes("iot:Publish", iot_arn("topic/home/*")), IsEmpty());
    EXPECT_THAT(codes("iot:Receive", "*"), IsEmpty());
}

TEST(AuthenticatedCognitoRoleOverlyPermissive, LooksAtTheRoleOfUsersNotOfGuests) {
    auto fleet = with_role_of({document({statement("Allow", "iot:*", "*")})});
    fleet.inventory().identity_pools[0].authenticated_role_arn.clear();
    const auto result = run_check(check, fleet);
    EXPECT_EQ(result.resources, 1u);
    EXPECT_THAT(result.found, IsEmpty());
    EXPECT_EQ(run_check(check, a_fleet()).resources, 0u);
}

TEST(AuthenticatedCognitoRoleOverlyPermissive, NeedsToReadPoolsAndRoles) {
    const auto& needed = engine::audit_check(check)->reads;
    EXPECT_THAT(std::vector(needed.begin(), needed.end()),
                ElementsAre("cognito-identity:GetIdentityPoolRoles", "iam:ListRolePolicies",
                            "iam:ListAttachedRolePolicies", "iam:GetRolePolicy", "iam:GetPolicy",
                            "iam:GetPolicyVersion"));
}
