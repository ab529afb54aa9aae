#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/audit/policy_world.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

constexpr auto check = "UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK";
constexpr auto admin = "ALLOWS_ACCESS_TO_IOT_ADMIN_ACTIONS";
constexpr auto data_plane = "ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS";

std::vector<std::string> codes(std::string_view action, std::string_view resource) {
    return codes_in(judge(check, document({statement("Allow", action, resource)})));
}

/// How many pools are in scope when one connection was made as given.
std::uint64_t counted(fleet::IdentityPool::Connection connection) {
    auto fleet = with_role_of({document({statement("Allow", "iot:*", "*")})});
    fleet.inventory().identity_pools[0].connections = {connection};
    const auto result = run_check(check, fleet);
    EXPECT_EQ(result.found.empty(), result.resources == 0);
    return result.resources;
}

}  // namespace

TEST(UnauthenticatedCognitoRoleOverlyPermissive, SpeaksOfThePoolAndNamesItsRole) {
    const auto result =
        judge(check, document({statement("Allow", "iot:CreateThing", iot_arn("thing/a"))}));
    EXPECT_EQ(result.resources, 1u);
    ASSERT_THAT(codes_in(result), ElementsAre(admin));
    EXPECT_EQ(result.found[0].resource.type, "COGNITO_IDENTITY_POOL");
    EXPECT_THAT(result.found[0].resource.identifier,
                ElementsAre(testing::Pair("cognitoIdentityPoolId",
                                          "us-east-1:00000000-0000-0000-0000-000000000001")));
    EXPECT_EQ(result.found[0].related[0].type, "IAM_ROLE");
    EXPECT_EQ(result.found[0].reason,
              "Role allows access to IoT admin actions: [iot:CreateThing].");
}

TEST(UnauthenticatedCognitoRoleOverlyPermissive, RefusesGuestsAllButTheirOwnDataPlane) {
    EXPECT_THAT(codes("iot:DescribeThing", iot_arn("thing/pump-1")), ElementsAre(admin));
    EXPECT_THAT(codes("iot:ListThings", "*"), ElementsAre(admin));
    EXPECT_THAT(codes("iot:CreatePolicy", iot_arn("policy/x")), ElementsAre(admin));
    EXPECT_THAT(codes("iot:AssumeRoleWithCertificate", "*"), ElementsAre(admin));
    EXPECT_THAT(codes("iot:RetainPublish", iot_arn("topic/a")), ElementsAre(admin));
    EXPECT_THAT(codes("iot:SomethingNew", "*"), ElementsAre(admin));
    EXPECT_THAT(codes("iot:GetThingShadow", iot_arn("thing/*")), ElementsAre(data_plane));
    EXPECT_THAT(codes("iot:*", "*"), ElementsAre(admin, data_plane));
    EXPECT_THAT(codes("iot:GetThingShadow", iot_arn("thing/pump-1")), IsEmpty());
    EXPECT_THAT(codes("iot:Receive", "*"), IsEmpty());
    EXPECT_THAT(codes("iot:CreatePolicy", "arn:aws:s3:::bucket/x"), IsEmpty());
    EXPECT_THAT(codes("s3:*", "*"), IsEmpty());
}

TEST(UnauthenticatedCognitoRoleOverlyPermissive, TakesBackWhatADenyCovers) {
    EXPECT_THAT(judge(check, document({statement("Allow", "iot:CreatePolicy", "*"),
                                       statement("Deny", "iot:Create*", "*")}))
                    .found,
                IsEmpty());
    EXPECT_THAT(judge(check, document({statement("Allow", "iot:SomethingNew", "*"),
                                       statement("Deny", "iot:*", iot_arn("*"))}))
                    .found,
                IsEmpty());
}

TEST(UnauthenticatedCognitoRoleOverlyPermissive, LooksAtPoolsThroughWhichSomebodyWasConnected) {
    EXPECT_EQ(counted({false, noon - 1h, noon - 30min}), 1u);
    EXPECT_EQ(counted({true, noon - 1h, noon - 30min}), 1u);
    EXPECT_EQ(counted({false, noon - 40 * 24h, std::nullopt}), 1u);
    EXPECT_EQ(counted({false, noon - 40 * 24h, noon - 31 * 24h}), 1u);
    EXPECT_EQ(counted({false, noon - 40 * 24h, noon - 31 * 24h - 1ms}), 0u);
    EXPECT_EQ(counted({false, noon, noon + 1h}), 1u);
    EXPECT_EQ(counted({false, noon + 1ms, noon + 1h}), 0u);
    EXPECT_EQ(run_check(check, a_fleet()).resources, 0u);
}

TEST(UnauthenticatedCognitoRoleOverlyPermissive, CountsAPoolWithoutSuchARole) {
    auto fleet = with_role_of({document({statement("Allow", "iot:*", "*")})});
    fleet.inventory().identity_pools[0].unauthenticated_role_arn.clear();
    const auto result = run_check(check, fleet);
    EXPECT_EQ(result.resources, 1u);
    EXPECT_THAT(result.found, IsEmpty());
}

TEST(UnauthenticatedCognitoRoleOverlyPermissive, TellsWhatItCouldNotRead) {
    EXPECT_THAT(judge(check, "{}").message, HasSubstr("role devices"));
}

TEST(UnauthenticatedCognitoRoleOverlyPermissive, ShortensLongLists) {
    const auto result = judge(check, document({statement("Allow", "iot:*", "*")}));
    EXPECT_THAT(result.found[0].reason, HasSubstr("iot:AddThingToThingGroup, "));
    EXPECT_THAT(result.found[0].reason, HasSubstr(" more]."));
    EXPECT_LT(result.found[0].reason.size(), 500u);
}
