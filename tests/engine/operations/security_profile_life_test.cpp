// Security profiles from Describe to Delete.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/engine/operations/desk.hpp"

using namespace support;
using fleet::Json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

constexpr auto named = R"({"securityProfileName": "guard"})";

std::string update(std::string_view members) {
    return R"({"securityProfileName": "guard", )" + std::string(members) + "}";
}
std::string flood(unsigned limit, std::string_view name = "Flood") {
    return R"("behaviors": [{"name": ")" + std::string(name) +
           R"(", "metric": "aws:num-messages-sent", "criteria": {"comparisonOperator": "less-than",
              "value": {"count": )" +
           std::to_string(limit) + R"(}, "durationSeconds": 300}}])";
}
std::vector<std::string> events_of(const Desk& desk) {
    std::vector<std::string> texts;
    for (const auto& event : desk.account.findings.violation_events)
        texts.push_back(event.thing_name + " " + std::string(name_of(event.type)));
    return texts;
}
std::string target(Desk& desk, std::string_view tail) { return desk.watch.inventory.arn(tail); }

}  // namespace

TEST(DescribeSecurityProfile, TellsWhatWasCreated) {
    Desk desk;
    desk.answer("CreateSecurityProfile", flood_profile("guard"));
    const auto told = desk.answer("DescribeSecurityProfile", named);
    EXPECT_EQ(told["securityProfileName"], "guard");
    EXPECT_EQ(told["securityProfileArn"], target(desk, "securityprofile/guard"));
    EXPECT_EQ(told["version"], 1);
    EXPECT_EQ(told["behaviors"][0]["name"], "Flood");
    EXPECT_EQ(told["creationDate"], told["lastModifiedDate"]);
    EXPECT_EQ(desk.ask("DescribeSecurityProfile", R"({"securityProfileName": "x"})").code,
              "ResourceNotFoundException");
}

TEST(UpdateSecurityProfile, ReplacesWhatIsGivenAndKeepsTheRest) {
    Desk desk;
    desk.guard();
    desk.watch.now += 300s;
    const auto told =
        desk.answer("UpdateSecurityProfile", update(R"("securityProfileDescription": "quiet")"));
    EXPECT_EQ(told["version"], 2);
    EXPECT_EQ(told["securityProfileDescription"], "quiet");
    EXPECT_EQ(told["behaviors"][0]["name"], "Flood");
    EXPECT_NE(told["creationDate"], told["lastModifiedDate"]);
    EXPECT_EQ(desk.answer("UpdateSecurityProfile", update(flood(20, "Quiet")))["behaviors"].size(),
              1U);
    EXPECT_EQ(desk.answer("DescribeSecurityProfile", named)["behaviors"][0]["name"], "Quiet");
}

TEST(UpdateSecurityProfile, IsInForceFromTheCurrentSlotOn) {
    Desk desk;
    desk.guard();
    desk.slot({publishes("pump-1", 9)});
    EXPECT_THAT(events_of(desk), IsEmpty());
    desk.answer("UpdateSecurityProfile", update(flood(5)));
    desk.slot({publishes("pump-1", 9)});
    EXPECT_THAT(events_of(desk), ElementsAre("pump-1 in-alarm"));
}

TEST(UpdateSecurityProfile, ABehaviourThatIsGoneInvalidatesItsAlarm) {
    Desk desk;
    desk.guard();
    desk.slot({publishes("pump-1", 10)});
    desk.answer("UpdateSecurityProfile", update(R"("deleteBehaviors": true)"));
    desk.slot({publishes("pump-1", 10)});
    EXPECT_THAT(events_of(desk), ElementsAre("pump-1 in-alarm", "pump-1 alarm-invalidated"));
    EXPECT_FALSE(desk.answer("DescribeSecurityProfile", named).contains("behaviors"));
}

TEST(UpdateSecurityProfile, RefusesAnotherVersionContradictionsAndWhatIsInvalid) {
    Desk desk;
    desk.guard();
    const auto conflict = desk.ask("UpdateSecurityProfile",
                                   update(R"("expectedVersion": 2, "deleteBehaviors": true)"));
    EXPECT_EQ(conflict.code, "VersionConflictException");
    EXPECT_EQ(conflict.http, 409);
    EXPECT_EQ(desk.ask("UpdateSecurityProfile", update(R"("expectedVersion": 1)")).code, "");
    EXPECT_EQ(
        desk.ask("UpdateSecurityProfile", update(flood(5) + R"(, "deleteBehaviors": true)")).code,
        "InvalidRequestException");
    const auto wrong = desk.ask("UpdateSecurityProfile",
                                update(R"("behaviors": [{"name": "A", "metric": "aws:nothing"}])"));
    EXPECT_EQ(wrong.code, "InvalidRequestException");
    EXPECT_THAT(wrong.message, HasSubstr("Behavior A is malformed."));
    EXPECT_EQ(desk.ask("UpdateSecurityProfile", R"({"securityProfileName": "x"})").code,
              "ResourceNotFoundException");
    EXPECT_EQ(desk.answer("DescribeSecurityProfile", named)["version"], 2)
        << "what was refused counts for no version";
}

TEST(DetachSecurityProfile, EndsItsAlarmsOnThingsThatNoOtherTargetCovers) {
    Desk desk;
    desk.answer("CreateSecurityProfile", flood_profile("guard"));
    desk.attach("guard", "all/things");
    desk.attach("guard", "thinggroup/plant");
    desk.slot({publishes("pump-1", 10), publishes("pump-2", 10)});
    const auto detach = [&](const char* tail) {
        return desk.ask("DetachSecurityProfile",
                        R"({"securityProfileName": "guard", "securityProfileTargetArn": ")" +
                            target(desk, tail) + "\"}");
    };
    EXPECT_EQ(detach("all/things").code, "");
    desk.slot({publishes("pump-1", 10)});
    EXPECT_THAT(events_of(desk),
                ElementsAre("pump-1 in-alarm", "pump-2 in-alarm", "pump-2 alarm-invalidated"));
    EXPECT_EQ(detach("all/things").code, "") << "once more is no error";
    EXPECT_EQ(detach("thinggroup/nobody").code, "InvalidRequestException");
}

TEST(DeleteSecurityProfile, EndsItsAlarmsAndFreesItsName) {
    Desk desk;
    desk.guard();
    desk.slot({publishes("pump-1", 10)});
    EXPECT_EQ(desk.ask("DeleteSecurityProfile", update(R"("expectedVersion": 9)")).code,
              "VersionConflictException");
    EXPECT_EQ(desk.ask("DeleteSecurityProfile", named).code, "");
    desk.slot({publishes("pump-1", 10)});
    EXPECT_THAT(events_of(desk), ElementsAre("pump-1 in-alarm", "pump-1 alarm-invalidated"));
    EXPECT_EQ(desk.ask("DescribeSecurityProfile", named).code, "ResourceNotFoundException");
    EXPECT_EQ(desk.ask("DeleteSecurityProfile", named).code, "") << "gone is gone";
    desk.guard();
    desk.slot({publishes("pump-1", 10)});
    EXPECT_EQ(events_of(desk).back(), "pump-1 in-alarm");
}

TEST(ListSecurityProfiles, NamesAllOrThoseOfAMetric) {
    Desk desk;
    desk.answer("CreateSecurityProfile", flood_profile("b"));
    desk.answer("CreateSecurityProfile", R"({"securityProfileName": "a"})");
    const auto all = desk.answer("ListSecurityProfiles", "{}")["securityProfileIdentifiers"];
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0]["name"], "a");
    EXPECT_EQ(all[1]["arn"], target(desk, "securityprofile/b"));
    const auto some =
        desk.answer("ListSecurityProfiles", R"({"metricName": "aws:num-messages-sent"})");
    EXPECT_EQ(some["securityProfileIdentifiers"].size(), 1U);
    EXPECT_EQ(desk.ask("ListSecurityProfiles", R"({"metricName": "a", "dimensionName": "b"})").code,
              "InvalidRequestException");
}

TEST(ListSecurityProfilesForTarget, LooksUpTheGroupsOnRequest) {
    Desk desk;
    desk.answer("CreateSecurityProfile", flood_profile("guard"));
    desk.attach("guard", "thinggroup/plant");
    const auto of = [&](const std::string& more) {
        return desk.answer("ListSecurityProfilesForTarget",
                           R"({"securityProfileTargetArn": ")" + target(desk, "thinggroup/hall") +
                               "\"" + more + "}")["securityProfileTargetMappings"];
    };
    EXPECT_THAT(of(""), IsEmpty());
    const auto mappings = of(R"(, "recursive": true)");
    ASSERT_EQ(mappings.size(), 1U);
    EXPECT_EQ(mappings[0]["securityProfileIdentifier"]["name"], "guard");
    EXPECT_EQ(mappings[0]["target"]["arn"], target(desk, "thinggroup/plant"));
}

TEST(ListTargetsForSecurityProfile, TellsThemInOrderOfAttachment) {
    Desk desk;
    desk.answer("CreateSecurityProfile", flood_profile("guard"));
    desk.attach("guard", "thinggroup/plant");
    desk.attach("guard", "all/things");
    const auto targets =
        desk.answer("ListTargetsForSecurityProfile", named)["securityProfileTargets"];
    ASSERT_EQ(targets.size(), 2U);
    EXPECT_EQ(targets[0]["arn"], target(desk, "thinggroup/plant"));
    EXPECT_EQ(desk.ask("ListTargetsForSecurityProfile", R"({"securityProfileName": "x"})").code,
              "ResourceNotFoundException");
}

TEST(ValidateSecurityProfileBehaviors, TellsEveryErrorInBehaviourOrder) {
    Desk desk;
    const auto right = desk.answer("ValidateSecurityProfileBehaviors", "{" + flood(5) + "}");
    EXPECT_EQ(right["valid"], true);
    EXPECT_THAT(right["validationErrors"], IsEmpty());
    const auto wrong = desk.answer("ValidateSecurityProfileBehaviors",
                                   R"({"behaviors": [{"name": "A", "metric": "aws:nothing"},
                                       {"name": "B", "metric": "aws:num-disconnects",
                                        "criteria": {"comparisonOperator": "is"}}]})");
    EXPECT_EQ(wrong["valid"], false);
    ASSERT_GE(wrong["validationErrors"].size(), 2U);
    EXPECT_THAT(wrong["validationErrors"][0]["errorMessage"].get<std::string>(),
                HasSubstr("Behavior A is malformed."));
    EXPECT_EQ(desk.ask("ValidateSecurityProfileBehaviors", "{}").code, "InvalidRequestException");
    EXPECT_TRUE(desk.account.profiles.empty());
}

TEST(PutVerificationStateOnViolation, LabelsTheAlarmInBothLists) {
    Desk desk;
    desk.guard();
    desk.slot({publishes("pump-1", 10), publishes("pump-2", 10)});
    const auto id = desk.account.findings.violation_events.front().violation_id;
    const auto put = [&](const std::string& state, const std::string& more = "") {
        return desk.ask("PutVerificationStateOnViolation", R"({"violationId": ")" + id +
                                                               R"(", "verificationState": ")" +
                                                               state + "\"" + more + "}");
    };
    const auto active = [&](const std::string& request) {
        return desk.answer("ListActiveViolations", request)["activeViolations"];
    };
    EXPECT_EQ(active("{}")[0]["verificationState"], "UNKNOWN");
    EXPECT_EQ(put("FALSE_POSITIVE", R"(, "verificationStateDescription": "a test")").code, "");
    const auto labelled = active(R"({"verificationState": "FALSE_POSITIVE"})");
    ASSERT_EQ(labelled.size(), 1U);
    EXPECT_EQ(labelled[0]["violationId"], id);
    EXPECT_EQ(labelled[0]["verificationStateDescription"], "a test");
    EXPECT_EQ(active(R"({"verificationState": "UNKNOWN"})").size(), 1U);
    EXPECT_EQ(put("PERHAPS").code, "InvalidRequestException");
    EXPECT_EQ(put("UNKNOWN", R"(, "verificationStateDescription": "\u0001")").code,
              "InvalidRequestException");
    EXPECT_EQ(desk.ask("PutVerificationStateOnViolation",
                       R"({"violationId": "none", "verificationState": "UNKNOWN"})")
                  .code,
              "InvalidRequestException");
    EXPECT_EQ(desk.ask("ListActiveViolations", R"({"verificationState": "PERHAPS"})").code,
              "InvalidRequestException");
}

TEST(ListActiveViolations, FiltersByTheKindOfCriteria) {
    Desk desk;
    desk.guard();
    desk.slot({publishes("pump-1", 10)});
    const auto of = [&](const char* type) {
        return desk
            .answer("ListActiveViolations",
                    std::string(R"({"behaviorCriteriaType": ")") + type + "\"}")["activeViolations"]
            .size();
    };
    EXPECT_EQ(of("STATIC"), 1U);
    EXPECT_EQ(of("STATISTICAL"), 0U);
    EXPECT_EQ(desk.ask("ListActiveViolations", R"({"behaviorCriteriaType": "ML"})").code,
              "InvalidRequestException");
}
