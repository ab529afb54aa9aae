#include "engine/audit/schedule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace engine;
using namespace std::chrono_literals;
using testing::ElementsAre;

namespace {

fleet::Time day(std::string_view date) {
    return *fleet::parse_time(std::string(date) + "T00:00:00Z");
}

ScheduledAudit a_schedule(AuditFrequency frequency) {
    ScheduledAudit schedule;
    schedule.name = "nightly";
    schedule.frequency = frequency;
    return schedule;
}

ScheduledAudit monthly(std::string_view day_of_month) {
    auto schedule = a_schedule(AuditFrequency::monthly);
    schedule.day_of_month = audit_day_of_month(day_of_month);
    return schedule;
}

ScheduledAudit weekly(std::string_view weekday, AuditFrequency frequency = AuditFrequency::weekly) {
    auto schedule = a_schedule(frequency);
    schedule.day_of_week = audit_weekday(weekday);
    return schedule;
}

/// The dates of the first starts after the midnight of `from`.
std::vector<std::string> dates(const ScheduledAudit& schedule, std::string_view from, int count) {
    std::vector<std::string> result;
    auto start = first_start_after(schedule, day(from) - 1ms);
    for (int i = 0; i < count; ++i) {
        EXPECT_EQ(start - std::chrono::floor<std::chrono::days>(start),
                  start_of_day_offset(schedule.name));
        result.push_back(fleet::format_time(start).substr(0, 10));
        start = following_start(schedule, start);
    }
    return result;
}

}  // namespace

TEST(Schedule, StartsAtATimeOfDayThatFollowsFromItsName) {
    EXPECT_EQ(start_of_day_offset("a"), start_of_day_offset("a"));
    EXPECT_NE(start_of_day_offset("a"), start_of_day_offset("b"));
    for (const auto* name : {"a", "b", "nightly", "AWSIoTDeviceDefenderDailyAudit"}) {
        EXPECT_GE(start_of_day_offset(name), 0s);
        EXPECT_LT(start_of_day_offset(name), 24h);
        EXPECT_EQ(start_of_day_offset(name) % 1000ms, 0ms);
    }
}

TEST(Schedule, IsAnchoredAfterTheInstantNotAtIt) {
    const auto schedule = a_schedule(AuditFrequency::daily);
    const auto start = day("2018-08-06") + start_of_day_offset("nightly");
    EXPECT_EQ(first_start_after(schedule, start - 1ms), start);
    EXPECT_EQ(first_start_after(schedule, start), start + 24h);
    EXPECT_EQ(first_start_after(monthly("6"), start - 1ms), start);
    EXPECT_EQ(first_start_after(monthly("6"), start), start + 31 * 24h);
    EXPECT_EQ(first_start_after(weekly("MON"), start), start + 7 * 24h);
}

TEST(Schedule, ComesEveryDayAlsoAcrossALeapDayAndTheYear) {
    const auto schedule = a_schedule(AuditFrequency::daily);
    EXPECT_THAT(dates(schedule, "2020-02-28", 3),
                ElementsAre("2020-02-28", "2020-02-29", "2020-03-01"));
    EXPECT_THAT(dates(schedule, "2019-12-31", 2), ElementsAre("2019-12-31", "2020-01-01"));
}

TEST(Schedule, ComesOnItsDayOfTheWeek) {
    // 2018-08-06 is a Monday.
    EXPECT_THAT(dates(weekly("MON"), "2018-08-06", 3),
                ElementsAre("2018-08-06", "2018-08-13", "2018-08-20"));
    EXPECT_THAT(dates(weekly("SUN"), "2018-08-06", 2), ElementsAre("2018-08-12", "2018-08-19"));
    EXPECT_THAT(dates(weekly("TUE"), "2018-08-06", 1), ElementsAre("2018-08-07"));
}

TEST(Schedule, ComesEveryOtherWeekFromTheFirstDayThatFits) {
    EXPECT_THAT(dates(weekly("WED", AuditFrequency::biweekly), "2018-12-20", 3),
                ElementsAre("2018-12-26", "2019-01-09", "2019-01-23"));
    EXPECT_THAT(dates(weekly("THU", AuditFrequency::biweekly), "2018-12-20", 2),
                ElementsAre("2018-12-20", "2019-01-03"));
}

TEST(Schedule, ComesOnTheLastDayOfEveryMonth) {
    EXPECT_THAT(dates(monthly("LAST"), "2019-11-15", 5),
                ElementsAre("2019-11-30", "2019-12-31", "2020-01-31", "2020-02-29", "2020-03-31"));
    EXPECT_THAT(dates(monthly("LAST"), "2019-02-01", 1), ElementsAre("2019-02-28"));
    EXPECT_THAT(dates(monthly("LAST"), "2100-02-01", 1), ElementsAre("2100-02-28"));
    EXPECT_THAT(dates(monthly("LAST"), "2000-02-01", 1), ElementsAre("2000-02-29"));
}

TEST(Schedule, TakesTheLastDayOfAMonthThatIsTooShortAndNoLaterMonthForIt) {
    EXPECT_THAT(dates(monthly("31"), "2019-01-01", 5),
                ElementsAre("2019-01-31", "2019-02-28", "2019-03-31", "2019-04-30", "2019-05-31"));
    EXPECT_THAT(dates(monthly("30"), "2020-01-30", 3),
                ElementsAre("2020-01-30", "2020-02-29", "2020-03-30"));
    EXPECT_THAT(dates(monthly("29"), "2019-02-01", 2), ElementsAre("2019-02-28", "2019-03-29"));
    EXPECT_THAT(dates(monthly("29"), "2020-02-01", 1), ElementsAre("2020-02-29"));
    EXPECT_THAT(dates(monthly("28"), "2020-02-29", 1), ElementsAre("2020-03-28"));
}

TEST(Schedule, ReadsTheDaysThatTheApiKnowsAndNoOther) {
    EXPECT_TRUE(audit_day_of_month("1"));
    EXPECT_TRUE(audit_day_of_month("31"));
    EXPECT_TRUE(audit_day_of_month("LAST")->is_last);
    for (const auto* wrong : {"0", "32", "01", "last", "", "1 ", "-1", "1.0", "+1", "310"})
        EXPECT_FALSE(audit_day_of_month(wrong)) << wrong;
    EXPECT_EQ(text_of(*audit_day_of_month("LAST")), "LAST");
    EXPECT_EQ(text_of(*audit_day_of_month("7")), "7");
    EXPECT_EQ(name_of(*audit_weekday("SAT")), "SAT");
    EXPECT_FALSE(audit_weekday("Mon"));
    EXPECT_EQ(name_of(*audit_frequency("BIWEEKLY")), "BIWEEKLY");
    EXPECT_FALSE(audit_frequency("HOURLY"));
}
