#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/engine/operations/desk.hpp"

using namespace support;

TEST(AttachSecurityProfile, PutsTheBehavioursInForceForTheTarget) {
    Desk desk;
    desk.answer("CreateSecurityProfile", flood_profile("guard"));
    EXPECT_EQ(desk.attach("guard", "all/registered-things").code, "");
    ASSERT_EQ(desk.watch.detect.behaviors_for("pump-1").size(), 1U);
    EXPECT_EQ(desk.watch.detect.behaviors_for("pump-1").front().behavior_name, "Flood");
    EXPECT_TRUE(desk.watch.detect.behaviors_for("stranger").empty());
}

TEST(AttachSecurityProfile, AttachesTheSameTargetOnlyOnce) {
    Desk desk;
    desk.answer("CreateSecurityProfile", flood_profile("guard"));
    for (int n = 0; n < 2; ++n) EXPECT_EQ(desk.attach("guard", "all/things").code, "");
    EXPECT_EQ(desk.account.profiles.at("guard").targets, std::vector<std::string>{"all/things"});
}

TEST(AttachSecurityProfile, AllowsFiveProfilesAtATargetAndNoSixth) {
    Desk desk;
    for (int n = 1; n <= 6; ++n) {
        const auto name = "guard-" + std::to_string(n);
        desk.answer("CreateSecurityProfile", flood_profile(name));
        const auto result = desk.attach(name, "all/things");
        EXPECT_EQ(result.code, n <= 5 ? "" : "LimitExceededException") << n;
    }
    EXPECT_EQ(desk.attach("guard-6", "all/registered-things").code, "");
}

TEST(AttachSecurityProfile, RefusesUnknownProfilesAndWhatIsNoTarget) {
    Desk desk;
    EXPECT_EQ(desk.attach("guard", "all/things").code, "ResourceNotFoundException");
    desk.answer("CreateSecurityProfile", flood_profile("guard"));
    for (const auto* target : {"thinggroup/nobody", "all/thing", "thing/pump", ""})
        EXPECT_EQ(desk.attach("guard", target).code, "InvalidRequestException") << target;
    EXPECT_EQ(desk.ask("AttachSecurityProfile", R"({"securityProfileName": "guard"})").code,
              "InvalidRequestException");
    EXPECT_TRUE(desk.account.profiles.at("guard").targets.empty());
}
