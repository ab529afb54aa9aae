// The slow evaluator on cases small enough to count by hand.
#include "engine/reference/reference.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/engine/detect/watch.hpp"

using namespace support;
using Texts = std::vector<std::string>;

namespace {

/// A run of whole slots from midnight on, under one profile.
class Day {
  public:
    explicit Day(const std::string& behaviors, std::vector<std::string> targets = {"all/things"}) {
        rules.profiles.push_back(
            {.profile = read(
                 fmt::format(R"({{"securityProfileName": "guard", "behaviors": {}}})", behaviors)),
             .targets = std::move(targets)});
    }

    Day& slot(const std::vector<Seen>& seen) {
        slices_.push_back(slice_of(watch_.dictionary, end, end + fleet::slot_length, seen));
        end += fleet::slot_length;
        return *this;
    }
    /// So many messages of pump-1 in slot after slot.
    Day& sending(std::initializer_list<unsigned> counts) {
        for (const auto count : counts) slot({publishes("pump-1", count)});
        return *this;
    }
    Day& idle(unsigned slots) {
        end += fleet::slot_length * slots;
        return *this;
    }

    /// "00:05 pump-1 in-alarm 10"; hours go on beyond a day.
    Texts events() const {
        Texts texts;
        for (const auto& event : reference::events_of({.inventory = watch_.inventory,
                                 .names = watch_.dictionary,
                                 .slices = slices_,
                                 .start = start_,
                                 .end = end},
                                                      rules)) {
            const auto minutes =
                std::chrono::duration_cast<std::chrono::minutes>(event.time - start_).count();
            auto text = fmt::format("{:02}:{:02} {} {}", minutes / 60, minutes % 60,
                                    event.thing_name, engine::name_of(event.type));
            if (event.value && event.value->texts.empty())
                text += fmt::format(" {}", event.value->count);
            if (event.value)
                for (const auto& address : event.value->texts) text += " " + address;
            texts.push_back(text);
        }
        return texts;
    }

    engine::Rules rules;
    fleet::Time end = *fleet::parse_time("2018-08-06T00:00:00Z");

  private:
    Watch watch_;
    const fleet::Time start_ = end;
    std::vector<fleet::Slice> slices_;
};

std::string compared(std::string_view statistic) {
    return fmt::format(R"([{{"name": "Rule", "metric": "aws:num-messages-sent", "criteria":
        {{"comparisonOperator": "less-than-equals", "durationSeconds": 300,
          "statisticalThreshold": {{"statistic": "{}"}}}}}}])",
                       statistic);
}

}  // namespace

TEST(Reference, HoldsTheBoundaryItselfAgainstTheAssertion) {
    EXPECT_EQ(Day(sent("\"durationSeconds\": 300")).sending({9, 10, 9}).events(),
              (Texts{"00:10 pump-1 in-alarm 10", "00:15 pump-1 alarm-cleared 9"}));
}

TEST(Reference, PutsAnEventAtABoundaryIntoTheLaterSlot) {
    Day day(sent("\"durationSeconds\": 300"));
    day.slot({publishes("pump-1", 5), publishes("pump-1", 4).at(299s + 999ms)});
    day.slot({publishes("pump-1", 1).at(0s), publishes("pump-1", 9).at(1s)});
    EXPECT_EQ(day.events(), Texts{"00:10 pump-1 in-alarm 10"});
}

TEST(Reference, DoesNotJudgeASlotThatTheRunDoesNotSeeTheEndOf) {
    Day day(sent("\"durationSeconds\": 300"));
    day.sending({20});
    day.end -= 1s;
    EXPECT_EQ(day.events(), Texts{});
}

TEST(Reference, WaitsUntilAWindowIsFullAndSlidesItByASlot) {
    EXPECT_EQ(Day(sent("\"durationSeconds\": 900", "11")).sending({20, 1, 1, 9, 0}).events(),
              (Texts{"00:15 pump-1 in-alarm 22", "00:25 pump-1 alarm-cleared 10"}))
        << "22, 11, 10";
}

TEST(Reference, JudgesTumblingWindowsAtTheirMultiplesOnly) {
    Day day(sent("\"durationSeconds\": 900", "11"));
    day.rules.detect.has_tumbling_windows = true;
    day.sending({6, 1, 1, 9, 2, 1});
    EXPECT_EQ(day.events(), Texts{"00:30 pump-1 in-alarm 12"}) << "8, then 12";
}

TEST(Reference, TakesAGapForNeitherEndNorPartOfARun) {
    Day day(sent(R"("durationSeconds": 300, "consecutiveDatapointsToAlarm": 2)"));
    EXPECT_EQ(day.sending({10}).idle(3).sending({11}).events(), Texts{"00:25 pump-1 in-alarm 11"});
}

TEST(Reference, BeginsARunAgainAfterADatapointOfTheOtherKind) {
    Day day(sent(R"("durationSeconds": 300, "consecutiveDatapointsToAlarm": 2,
                    "consecutiveDatapointsToClear": 2)"));
    EXPECT_EQ(day.sending({10, 9, 10, 10, 9, 10, 9, 9}).events(),
              (Texts{"00:20 pump-1 in-alarm 10", "00:40 pump-1 alarm-cleared 9"}));
}

TEST(Reference, EndsTheAlarmOfAThingThatIsSilentForTwoDays) {
    EXPECT_EQ(Day(sent("\"durationSeconds\": 300")).sending({10}).idle(12 * 49).events(),
              (Texts{"00:05 pump-1 in-alarm 10", "48:10 pump-1 alarm-invalidated"}));
}

TEST(Reference, TakesTheDatapointOfALongWindowForASignOfLife) {
    Day day(sent("\"durationSeconds\": 900"));
    EXPECT_EQ(day.sending({10}).idle(12 * 49).events(),
              (Texts{"00:15 pump-1 in-alarm 10", "48:20 pump-1 alarm-invalidated"}));
}

TEST(Reference, TakesTheNearestRankOfTheFleet) {
    const auto three = [](const char* statistic) {
        Day day(compared(statistic));
        day.slot({publishes("pump-1", 5), publishes("pump-2", 7), publishes("stranger", 6)});
        return day.events();
    };
    EXPECT_EQ(three("p100"), Texts{});
    EXPECT_EQ(three("p50"), Texts{"00:05 pump-2 in-alarm 7"}) << "6 is the middle";
    EXPECT_EQ(three("p0"), (Texts{"00:05 pump-2 in-alarm 7", "00:05 stranger in-alarm 6"}));
    EXPECT_EQ(three("p99.9"), Texts{});
}

TEST(Reference, ComparesNobodyWithNobody) {
    EXPECT_EQ(Day(compared("p0")).sending({5, 6}).events(), Texts{});
}

TEST(Reference, GivesARefusalToTheOneThingOfItsCertificate) {
    Day day(rule("aws:num-connection-attempts", "less-than", R"({"count": 2})"));
    const auto one = is_refused(certificate_of("pump-1")), two = is_refused(certificate_of("both"));
    day.slot({one, one.at(1s), two.at(2s), two.at(3s)});
    EXPECT_EQ(day.events(), Texts{"00:05 pump-1 in-alarm 2"});
}

TEST(Reference, HoldsEveryAddressOfALiveConnectionAgainstTheBlocks) {
    Day day(rule("aws:source-ip-address", "in-cidr-set", R"({"cidrs": ["10.0.9.9/8"]})", ""));
    day.slot({connects("pump-1", "10.0.0.1", 1)});
    day.slot({disconnects("pump-1", 1).from("10.0.0.1").at(1s),
              connects("pump-1", "203.0.113.9", 2).at(2s)});
    day.slot({publishes("pump-1").on(2).from("203.0.113.9")});
    EXPECT_EQ(day.events(), Texts{"00:10 pump-1 in-alarm 10.0.0.1 203.0.113.9"});
}

TEST(Reference, LooksAtTheExtremeThatTheOperatorIsAbout) {
    const auto alarm = [](const char* comparison, const char* limit) {
        Day day(rule("aws:message-byte-size", comparison, fmt::format(R"({{"count": {}}})", limit),
                     ""));
        return day.slot({publishes("pump-1", 3).of_bytes(20, 90)}).events();
    };
    EXPECT_EQ(alarm("less-than", "90"), Texts{"00:05 pump-1 in-alarm 90"});
    EXPECT_EQ(alarm("greater-than", "20"), Texts{"00:05 pump-1 in-alarm 20"});
    EXPECT_EQ(alarm("less-than-equals", "90"), Texts{});
}

TEST(Reference, CoversTheMembersOfAGroupAndOfThoseBelowIt) {
    const auto targeted = [](std::string target) {
        Day day(sent("\"durationSeconds\": 300"), {std::move(target)});
        day.slot({publishes("pump-1", 10), publishes("pump-2", 10), publishes("stranger", 10)});
        return day.events();
    };
    EXPECT_EQ(targeted("thinggroup/plant"), Texts{"00:05 pump-1 in-alarm 10"});
    EXPECT_EQ(targeted("thinggroup/office"), Texts{});
    EXPECT_EQ(targeted("all/unregistered-things"), Texts{"00:05 stranger in-alarm 10"});
    EXPECT_EQ(targeted("all/registered-things").size(), 2U);
}

TEST(Reference, LeavesDefendersOwnTrafficOutOfMessagesAndNotOutOfActivity) {
    Day day(rule("aws:num-messages-sent", "greater-than", R"({"count": 0})"));
    day.slot({publishes("pump-1", 5).to("$aws/things/pump-1/defender/metrics/json")});
    EXPECT_EQ(day.events(), Texts{"00:05 pump-1 in-alarm 0"});
}

TEST(Reference, CountsTheWholeMinutesThatAThingIsAway) {
    const auto away = [](bool is_in_seconds) {
        Day day(rule("aws:disconnect-duration", "less-than", R"({"count": 10})", ""));
        day.rules.detect.counts_absence_in_seconds = is_in_seconds;
        day.slot({connects("pump-1", "10.0.0.1", 1), disconnects("pump-1", 1).at(1s)});
        day.idle(2).slot({connects("pump-1", "10.0.0.1", 2)});
        return day.events();
    };
    EXPECT_EQ(away(false), (Texts{"00:15 pump-1 in-alarm 14", "00:20 pump-1 alarm-cleared 0"}))
        << "4, 9, 14 minutes less a second; those who were never there have no datapoint";
    EXPECT_EQ(away(true), (Texts{"00:05 pump-1 in-alarm 299", "00:20 pump-1 alarm-cleared 0"}));
}

TEST(Reference, TakesTheEndOfAConnectionThatWasTakenOverForNoAbsence) {
    Day day(rule("aws:disconnect-duration", "less-than", R"({"count": 1})", ""));
    day.slot({connects("pump-1", "10.0.0.1", 1), connects("pump-1", "10.0.0.1", 2).at(1s),
              disconnects("pump-1", 1).at(1s)});
    EXPECT_EQ(day.idle(1).events(), Texts{});
}

TEST(Reference, LetsTheAlarmOfAnAbsenceLastAndTakesItForNoSignOfLife) {
    Day day(R"([{"name": "Away", "metric": "aws:disconnect-duration", "criteria":
                 {"comparisonOperator": "less-than", "value": {"count": 10}}},
                {"name": "Sent", "metric": "aws:num-messages-sent", "criteria":
                 {"comparisonOperator": "less-than", "value": {"count": 10},
                  "durationSeconds": 300}}])");
    day.slot({connects("pump-1", "10.0.0.1", 1), publishes("pump-1", 10).at(1s),
              disconnects("pump-1", 1).at(2s)});
    EXPECT_EQ(day.idle(12 * 49).events(),
              (Texts{"00:05 pump-1 in-alarm 10", "00:15 pump-1 in-alarm 14",
                     "48:10 pump-1 alarm-invalidated"}));
}

TEST(Reference, SaysWhatItDoesNotCover) {
    const Day ports(rule("aws:num-listening-tcp-ports", "less-than", R"({"count": 5})"));
    EXPECT_FALSE(reference::covers(ports.rules.profiles[0].profile.behaviors[0]));
    Day others(compared("p50"));
    EXPECT_TRUE(reference::covers(others.rules));
    others.rules.detect.percentiles.is_of_others = true;
    EXPECT_FALSE(reference::covers(others.rules));
}
