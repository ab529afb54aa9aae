#include <fmt/format.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/engine/operations/desk.hpp"

using namespace support;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

std::string query(std::string_view text) {
    return fleet::to_line(fleet::Json{{"queryString", text}});
}

/// Names of the things that a query finds.
std::vector<std::string> found(Desk& desk, std::string_view text) {
    std::vector<std::string> names;
    const auto answer = desk.answer("SearchIndex", query(text));
    for (const auto& thing : answer.at("things"))
        names.push_back(thing.at("thingName").get<std::string>());
    return names;
}

}  // namespace

TEST(SearchIndex, TellsTheViolationsOfAThing) {
    Desk desk;
    desk.guard().slot({publishes("pump-1", 12), publishes("pump-2", 1)});
    const auto told = desk.answer("SearchIndex", query("deviceDefender.violationCount>0"));
    ASSERT_EQ(told.at("things").size(), 1U);
    EXPECT_EQ(told["things"][0]["thingName"], "pump-1");
    EXPECT_EQ(told["things"][0]["thingGroupNames"], fleet::Json::parse(R"(["hall"])"));
    EXPECT_EQ(told["things"][0]["deviceDefender"],
              R"({"violationCount":1,"guard":{"Flood":{"metricName":"aws:num-messages-sent",)"
              R"("lastViolationTime":1533513900000,"lastViolationValue":12,"inViolation":true}}})");
    desk.slot({publishes("pump-1", 1)});
    EXPECT_THAT(found(desk, "deviceDefender.violationCount>0"), IsEmpty());
}

TEST(SearchIndex, FindsByAnyField) {
    Desk desk;
    desk.watch.inventory.things[1].attributes = {{"model", "p-2000"}};
    desk.guard().slot({publishes("pump-1", 12)});
    EXPECT_THAT(found(desk, "*"), ElementsAre("pump-1", "pump-2"));
    EXPECT_THAT(found(desk, "thingName:pump-?"), ElementsAre("pump-1", "pump-2"));
    EXPECT_THAT(found(desk, "thingName:\"pump-2\""), ElementsAre("pump-2"));
    EXPECT_THAT(found(desk, "thingGroupNames:hall"), ElementsAre("pump-1"));
    EXPECT_THAT(found(desk, "attributes.model:p-*"), ElementsAre("pump-2"));
    EXPECT_THAT(found(desk, "deviceDefender.guard.Flood.inViolation:true"), ElementsAre("pump-1"));
    EXPECT_THAT(found(desk, "deviceDefender.guard.Flood.lastViolationValue:[10 TO 12]"),
                ElementsAre("pump-1"));
    EXPECT_THAT(found(desk, "deviceDefender.guard.Flood.lastViolationValue:{10 TO 12}"), IsEmpty());
    EXPECT_THAT(found(desk, "deviceDefender.guard.Flood.lastViolationValue>=9"),
                ElementsAre("pump-1"));
    EXPECT_THAT(found(desk, "deviceDefender.guard.Flood.lastViolationValue<9"), IsEmpty());
}

TEST(SearchIndex, JoinsTerms) {
    Desk desk;
    desk.guard().slot({publishes("pump-1", 12)});
    EXPECT_THAT(found(desk, "thingName:pump-* AND NOT thingGroupNames:hall"),
                ElementsAre("pump-2"));
    EXPECT_THAT(found(desk, "thingName:x OR -thingName:pump-1"), ElementsAre("pump-2"));
    EXPECT_THAT(found(desk, "(thingName:pump-1 OR thingName:pump-2) AND thingName:pump\\-1"),
                ElementsAre("pump-1"));
}

TEST(SearchIndex, RefusesWhatIsNoQuery) {
    Desk desk;
    for (const auto* text :
         {"", "pump-1", "thingName:", "thingName:a b", "(thingName:a", "thingName:[a b]",
          "thingName:\"a", "deviceDefender.guard.Flood.inViolation:false", "NOT", "AND"}) {
        const auto result = desk.ask("SearchIndex", query(text));
        EXPECT_EQ(result.code, "InvalidQueryException") << text << result.response;
    }
    EXPECT_EQ(desk.ask("SearchIndex", query("thingName:" + std::string(1'000, 'a'))).code,
              "InvalidQueryException");
    EXPECT_EQ(desk.ask("SearchIndex", query(std::string(40, '(') + "*")).code,
              "InvalidQueryException");
    EXPECT_EQ(
        desk.ask("SearchIndex", R"({"queryString": "*", "indexName": "AWS_ThingGroups"})").code,
        "ResourceNotFoundException");
}
