// Which mistakes mutation testing makes in a behaviour's criteria.
#include "sim/drill/criteria_slips.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <set>

using fleet::Json;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;

namespace {

std::vector<std::string> changes(const char* criteria, bool is_windowed = true) {
    std::vector<std::string> changes;
    for (const auto& slip : drill::slips_in(Json::parse(criteria), is_windowed))
        changes.push_back(slip.change);
    return changes;
}

}  // namespace

TEST(SlipsInCriteria, AreEveryOneThatSomebodyMightMakeOfALimit) {
    EXPECT_THAT(
        changes(R"({"comparisonOperator": "less-than", "value": {"count": 80},
                    "durationSeconds": 600, "consecutiveDatapointsToAlarm": 2,
                    "consecutiveDatapointsToClear": 3})"),
        ElementsAre("less-than becomes greater-than-equals", "less-than 80 becomes less-than 81",
                    "less-than 80 becomes less-than 79", "less-than 80 becomes less-than 160",
                    "2 becomes 3 datapoints to alarm", "2 becomes 1 datapoint to alarm",
                    "3 becomes 4 datapoints to clear", "3 becomes 2 datapoints to clear",
                    "600 s become 900 s", "600 s become 300 s"));
}

TEST(SlipsInCriteria, SayWhichDeviceWouldTellThemApart) {
    const auto suggestions = [](const std::string& comparison) {
        std::vector<std::string> where;
        const auto criteria = Json::parse(R"({"comparisonOperator": ")" + comparison +
                                          R"(", "value": {"count": 60}})");
        for (const auto& slip : drill::slips_in(criteria, true))
            if (slip.kind == "threshold")
                where.push_back(slip.suggestion.substr(0, slip.suggestion.find(',')));
        return where;
    };
    for (const auto* comparison : {"less-than", "greater-than-equals"})
        EXPECT_THAT(suggestions(comparison),
                    ElementsAre("a device at exactly 60", "a device at exactly 59",
                                "a device at 60 to 119"))
            << "60 itself is on the other side than 59";
    for (const auto* comparison : {"less-than-equals", "greater-than"})
        EXPECT_THAT(suggestions(comparison),
                    ElementsAre("a device at exactly 61", "a device at exactly 60",
                                "a device at 61 to 120"))
            << "60 itself is on the same side as 59";
}

TEST(SlipsInCriteria, TakeOneDatapointForWhatIsAbsent) {
    const auto told = changes(R"({"comparisonOperator": "in-cidr-set", "value": {"cidrs": []}})");
    EXPECT_THAT(
        told, ElementsAre("in-cidr-set becomes not-in-cidr-set", "1 becomes 2 datapoints to alarm",
                          "1 becomes 2 datapoints to clear"))
        << "no duration stands there, so none can be wrong";
}

TEST(SlipsInCriteria, StayWithinWhatAwsTakes) {
    const auto least = changes(R"({"value": {"count": 0}, "durationSeconds": 300})");
    EXPECT_THAT(least, Contains("300 s become 600 s"));
    EXPECT_THAT(least, Not(Contains("300 s become 0 s")));
    EXPECT_THAT(least, Not(Contains("1 becomes 0 datapoints to clear")));
    const auto most = changes(R"({"value": {"count": 0}, "durationSeconds": 3600,
        "consecutiveDatapointsToAlarm": 10, "consecutiveDatapointsToClear": 10})");
    EXPECT_THAT(most, Contains("3600 s become 1800 s"));
    EXPECT_THAT(most, Contains("10 becomes 9 datapoints to clear"));
    EXPECT_THAT(most, Not(Contains("10 becomes 11 datapoints to clear")));
    EXPECT_THAT(most, Not(Contains("10 becomes 11 datapoints to alarm")));
}

TEST(SlipsInCriteria, LeaveADurationAloneThatPlaysNoPart) {
    const auto* const limit = R"({"value": {"count": 0}, "durationSeconds": 300})";
    EXPECT_THAT(changes(limit, true), Contains("300 s become 600 s"));
    EXPECT_THAT(changes(limit, false), Not(Contains("300 s become 600 s")));
}

TEST(SlipsInCriteria, ChangeAStatisticToItsNeighboursAndAListByItsElements) {
    EXPECT_THAT(changes(R"({"statisticalThreshold": {"statistic": "p99"}})"),
                testing::IsSupersetOf({"p99 becomes p90", "p99 becomes p99.9"}));
    EXPECT_THAT(changes(R"({"value": {"ports": [22, 443]}})"),
                testing::IsSupersetOf({"ports loses 22", "ports loses 443"}));
}

TEST(SlipsInCriteria, AreOfEveryKindThereIs) {
    std::set<std::string_view> kinds;
    for (const auto* criteria :
         {R"({"comparisonOperator": "less-than", "value": {"count": 5}, "durationSeconds": 300})",
          R"({"value": {"ports": [22]}})", R"({"statisticalThreshold": {"statistic": "p50"}})"})
        for (const auto& slip : drill::slips_in(Json::parse(criteria), true))
            kinds.insert(slip.kind);
    EXPECT_THAT(kinds, testing::UnorderedElementsAreArray(drill::slip_kinds));
}

TEST(SlipsInCriteria, SayWhereTheyStand) {
    const auto slips = drill::slips_in(Json::parse(R"({"value": {"ports": [22, 443]}})"), false);
    ASSERT_FALSE(slips.empty());
    EXPECT_EQ(slips[0], (drill::Slip{.kind = "list",
                                     .member = "value.ports",
                                     .value = "[443]",
                                     .change = "ports loses 22",
                                     .suggestion = "a device that has 22"}));
    EXPECT_EQ(slips.back().member, "") << "the key is absent: the criteria is replaced";
    EXPECT_EQ(Json::parse(slips.back().value)["consecutiveDatapointsToClear"], 2);
}
