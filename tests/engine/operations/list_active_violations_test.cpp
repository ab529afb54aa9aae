#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/engine/operations/desk.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {
std::vector<std::string> listed(Desk& desk, const std::string& request) {
    std::vector<std::string> things;
    const auto answer = desk.answer("ListActiveViolations", request);
    for (const auto& one : answer.at("activeViolations"))
        things.push_back(one.at("thingName").get<std::string>());
    return things;
}
}  // namespace

TEST(ListActiveViolations, ListsAlarmsThatAreOnAndForgetsThoseThatWereCleared) {
    Desk desk;
    desk.guard();
    desk.slot({publishes("pump-1", 10), publishes("pump-2", 9)});
    EXPECT_THAT(listed(desk, "{}"), ElementsAre("pump-1"));
    const auto one = desk.answer("ListActiveViolations", "{}")["activeViolations"][0];
    EXPECT_EQ(one["securityProfileName"], "guard");
    EXPECT_EQ(one["behavior"]["name"], "Flood");
    EXPECT_EQ(one["lastViolationValue"]["count"], 10);
    desk.slot({publishes("pump-1", 9)});
    EXPECT_THAT(listed(desk, "{}"), IsEmpty());
}

TEST(ListActiveViolations, ListsOnlyTheThingAndTheProfileThatAreAskedFor) {
    Desk desk;
    desk.guard();
    desk.slot({publishes("pump-1", 10), publishes("pump-2", 10)});
    EXPECT_EQ(listed(desk, "{}").size(), 2U);
    EXPECT_THAT(listed(desk, R"({"thingName": "pump-2"})"), ElementsAre("pump-2"));
    EXPECT_THAT(listed(desk, R"({"securityProfileName": "other"})"), IsEmpty());
}

TEST(ListActiveViolations, GoesOnWhereThePageEnded) {
    Desk desk;
    desk.guard();
    desk.slot({publishes("pump-1", 10), publishes("pump-2", 10)});
    const auto first = desk.answer("ListActiveViolations", R"({"maxResults": 1})");
    ASSERT_TRUE(first.contains("nextToken"));
    const auto rest =
        listed(desk, R"({"nextToken": ")" + first["nextToken"].get<std::string>() + "\"}");
    ASSERT_EQ(rest.size(), 1U);
    EXPECT_NE(rest.front(), first["activeViolations"][0]["thingName"].get<std::string>());
}

TEST(ListActiveViolations, RefusesMembersThatAreNone) {
    Desk desk;
    desk.guard();
    const auto code = [&](const std::string& request) {
        return desk.ask("ListActiveViolations", request).code;
    };
    EXPECT_EQ(code(R"({"thing": "pump-1"})"), "InvalidRequestException");
    EXPECT_EQ(code(R"({"maxResults": 0})"), "InvalidRequestException");
    EXPECT_EQ(code(R"({"maxResults": 250})"), "");
    EXPECT_EQ(code(R"({"maxResults": 251})"), "InvalidRequestException");
}
