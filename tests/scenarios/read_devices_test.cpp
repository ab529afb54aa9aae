// Whom an entry of the timeline befalls: of several cohorts, of those with an attribute.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenarios/scenario_fixture.hpp"

using namespace scenarios;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

std::string scenario_with(std::string_view devices) {
    return fmt::format(R"({{"fleet": {{"cohorts": [
  {{"name": "pumps", "count": 3, "attributes": {{"hall": "north"}}}},
  {{"name": "valves", "count": 4, "attributes": {{"hall": "north", "make": "acme"}}}},
  {{"name": "doors", "count": 2, "attributes": {{"hall": "south"}}}}]}},
  "timeline": [{{"at": "+1m", "kind": "stolen-certificate", "devices": {{{}}}}}]}})",
                       devices);
}

DeviceSelection selected(std::string_view devices) {
    Folder folder;
    return folder.with("scenario.json", scenario_with(devices)).load().timeline[0].devices;
}

std::string failure(std::string_view devices) { return failure_of(scenario_with(devices)); }

}  // namespace

TEST(ReadDevices, OfOneCohortAsEver) {
    const auto devices = selected(R"("cohort": "valves", "count": 2)");
    EXPECT_THAT(devices.cohorts, ElementsAre("valves"));
    EXPECT_EQ(devices.count, 2U);
}

TEST(ReadDevices, OfSeveralCohortsInTheOrderOfTheFleet) {
    const auto devices = selected(R"("cohorts": ["doors", "pumps"], "count": 5)");
    EXPECT_THAT(devices.cohorts, ElementsAre("pumps", "doors"));
    EXPECT_EQ(devices.count, 5U);
}

TEST(ReadDevices, OfAllCohorts) {
    const auto devices = selected(R"("cohort": "*", "share": 0.5)");
    EXPECT_THAT(devices.cohorts, ElementsAre("pumps", "valves", "doors"));
    EXPECT_EQ(devices.count, 5U) << "half of nine, rounded";
}

TEST(ReadDevices, WithAnAttribute) {
    EXPECT_THAT(selected(R"("cohort": "*", "attributes": {"hall": "north"})").cohorts,
                ElementsAre("pumps", "valves"));
    EXPECT_THAT(
        selected(R"("cohort": "*", "attributes": {"hall": "north", "make": "acme"})").cohorts,
        ElementsAre("valves"));
}

TEST(ReadDevices, OfNobodyIsAnErrorThatSaysWhoThereIs) {
    EXPECT_THAT(failure(R"("cohort": "*", "attributes": {"hall": "nort"})"),
                HasSubstr("scenario.json:5: timeline[0].devices.attributes.hall: no device of "
                          "\"pumps\", \"valves\", \"doors\" has the hall \"nort\" (did you mean "
                          "\"north\"?); known: north, south"));
    EXPECT_THAT(failure(R"("cohort": "doors", "attributes": {"make": "acme"})"),
                HasSubstr("no device of \"doors\" has the attribute \"make\""));
    EXPECT_THAT(failure(R"("cohorts": ["pumps", "valve"])"),
                AllOf(HasSubstr("timeline[0].devices.cohorts[1]: no cohort is named \"valve\""),
                      HasSubstr("(did you mean \"valves\"?)")));
    EXPECT_THAT(failure(R"("things": [])"), HasSubstr("devices.things: names no device"));
    EXPECT_THAT(failure(R"("cohorts": [])"), HasSubstr("devices.cohorts: names no cohort"));
    EXPECT_THAT(failure_of(R"({"fleet": {"cohorts": []}, "timeline": [{"at": "+1m",
        "kind": "stolen-certificate", "devices": {"cohort": "*"}}]})"),
                HasSubstr("timeline[0].devices.cohort: the fleet has no cohort"));
}

TEST(ReadDevices, AreNoMoreThanThereAre) {
    EXPECT_THAT(
        failure(R"("cohorts": ["pumps", "doors"], "count": 6)"),
        HasSubstr("timeline[0].devices.count: wants 6 of \"pumps\", \"doors\", which have 5 "
                  "devices together"));
}
