#include "tests/scenarios/traffic/traffic_hours.hpp"

using namespace std::chrono_literals;
using namespace support;

namespace {

/// Messages of a day, counted from 6 August 2018.
std::uint64_t sent_on_day(int day, const Given& given = {}) {
    return messages(actions_of(*make_traffic("seasonal", given), day * 24h, day * 24h + 24h));
}

}  // namespace

TEST(Seasonal, IsBusyInItsSeasonAndHardlyAtAllHalfAYearLater) {
    EXPECT_EQ(sent_on_day(-22), 288U) << "15 July: every five minutes";
    EXPECT_EQ(sent_on_day(0), 124U) << "22 days later: every 696 seconds";
    EXPECT_LE(sent_on_day(161), 25U) << "14 January: every hour";
    EXPECT_GE(sent_on_day(161), 23U);
    EXPECT_EQ(sent_on_day(343), 288U) << "15 July of the next year";
}

TEST(Seasonal, HardlyChangesFromOneDayToTheNext) {
    for (int day = 30; day < 150; ++day) {
        const auto today = sent_on_day(day), tomorrow = sent_on_day(day + 1);
        EXPECT_GE(today + 1, tomorrow) << day << ": it is going down";
        EXPECT_LE(today, tomorrow + 5) << day;
    }
}

TEST(Seasonal, MayHaveItsSeasonInWinter) {
    const Given winter{{"month", "1"}};
    EXPECT_EQ(sent_on_day(162, winter), 288U) << "15 January";
    EXPECT_LE(sent_on_day(-22, winter), 25U);
}

TEST(Seasonal, ItsHourlyRateIsThatOfTheSeason) {
    EXPECT_DOUBLE_EQ(make_traffic("seasonal")->published_per_hour(), 12);
}
