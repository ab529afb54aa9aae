#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/engine/operations/desk.hpp"

using namespace support;
using testing::HasSubstr;

TEST(CreateSecurityProfile, KeepsTheProfileAndTellsItsArn) {
    Desk desk;
    const auto told = desk.answer("CreateSecurityProfile", flood_profile("guard"));
    EXPECT_EQ(told["securityProfileName"], "guard");
    EXPECT_EQ(told["securityProfileArn"], desk.watch.inventory.arn("securityprofile/guard"));
    ASSERT_EQ(desk.account.profiles.count("guard"), 1U);
    EXPECT_EQ(desk.account.profiles.at("guard").profile.behaviors.front().name, "Flood");
}

TEST(CreateSecurityProfile, JudgesNothingBeforeItIsAttached) {
    Desk desk;
    desk.answer("CreateSecurityProfile", flood_profile("guard"));
    EXPECT_TRUE(desk.watch.detect.behaviors_for("pump-1").empty());
    EXPECT_TRUE(desk.account.profiles.at("guard").targets.empty());
}

TEST(CreateSecurityProfile, RefusesANameThatIsTaken) {
    Desk desk;
    desk.answer("CreateSecurityProfile", flood_profile("guard"));
    const auto refused = desk.ask("CreateSecurityProfile", flood_profile("guard", 99));
    EXPECT_EQ(refused.code, "ResourceAlreadyExistsException");
    EXPECT_EQ(refused.http, 409);
    EXPECT_EQ(desk.account.profiles.at("guard").profile.behaviors.front().value.count, 10U);
}

TEST(CreateSecurityProfile, RefusesBehavioursThatMakeNoSense) {
    Desk desk;
    const auto refused =
        desk.ask("CreateSecurityProfile",
                 R"({"securityProfileName": "guard", "behaviors": [{"name": "Flood",
                        "metric": "aws:num-messages", "criteria": {}}]})");
    EXPECT_EQ(refused.code, "InvalidRequestException");
    EXPECT_THAT(refused.message, HasSubstr("Flood"));
    EXPECT_EQ(desk.ask("CreateSecurityProfile", "{}").code, "InvalidRequestException");
    EXPECT_EQ(desk.ask("CreateSecurityProfile", "[]").code, "InvalidRequestException");
    EXPECT_TRUE(desk.account.profiles.empty());
}
