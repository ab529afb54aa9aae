#include "tests/scenarios/traffic/traffic_hours.hpp"

using namespace std::chrono_literals;
using namespace support;

namespace {

std::uint64_t sent_on_day(int day, const Given& given = {}) {
    return messages(
        actions_of(*make_traffic("weekday-and-weekend", given), day * 24h, day * 24h + 24h));
}

}  // namespace

TEST(WeekdayAndWeekend, IsBusyFromMondayToFridayAndQuietAtWeekends) {
    // The world begins on a Monday.
    for (const int day : {0, 1, 2, 3, 4, 7}) EXPECT_EQ(sent_on_day(day), 1440U) << day;
    for (const int day : {5, 6, 12, 13}) EXPECT_EQ(sent_on_day(day), 144U) << day;
}

TEST(WeekdayAndWeekend, MayBeBusierAtWeekends) {
    EXPECT_EQ(sent_on_day(5, {{"every", "1h"}, {"everyAtWeekend", "1m"}}), 1440U);
    EXPECT_EQ(sent_on_day(4, {{"every", "1h"}, {"everyAtWeekend", "1m"}}), 24U);
}

TEST(WeekdayAndWeekend, ItsHourlyRateIsThatOfTheBusierDays) {
    EXPECT_DOUBLE_EQ(make_traffic("weekday-and-weekend")->published_per_hour(), 60);
}
