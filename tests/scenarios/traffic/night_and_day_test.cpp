#include "tests/scenarios/traffic/traffic_hours.hpp"

using namespace std::chrono_literals;
using namespace support;

namespace {

std::uint64_t sent(fleet::Duration from, fleet::Duration until, const Given& given = {}) {
    return messages(actions_of(*make_traffic("night-and-day", given), from, until));
}

}  // namespace

TEST(NightAndDay, IsBusyFromDawnToDuskAndQuietOtherwise) {
    EXPECT_EQ(sent(5h, 6h), 12U);
    EXPECT_EQ(sent(6h, 7h), 120U);
    EXPECT_EQ(sent(17h, 18h), 120U);
    EXPECT_EQ(sent(18h, 19h), 12U);
}

TEST(NightAndDay, ADayIsTheSumOfItsStretchesAndTheNextIsLikeIt) {
    EXPECT_EQ(sent(0h, 24h), 12U * 120 + 12U * 12);
    EXPECT_EQ(sent(24h, 48h), sent(0h, 24h));
}

TEST(NightAndDay, ChangesPaceWithinASlotWhenDawnFallsIntoIt) {
    // 2.5 minutes of night at one a minute and as much of day at one a second.
    const Given given{{"every", "1s"}, {"everyAtNight", "1m"}, {"dayBegins", "6h2m30s"}};
    const auto messages = sent(6h, 6h + 5min, given);
    EXPECT_GE(messages, 152U);
    EXPECT_LE(messages, 153U);
}

TEST(NightAndDay, ADayMayLastBeyondMidnight) {
    const Given given{{"dayBegins", "22h"}, {"dayEnds", "6h"}};
    EXPECT_EQ(sent(21h, 22h, given), 12U);
    EXPECT_EQ(sent(22h, 23h, given), 120U);
    EXPECT_EQ(sent(5h, 6h, given), 120U);
    EXPECT_EQ(sent(6h, 7h, given), 12U);
    EXPECT_EQ(sent(0h, 24h, given), 8U * 120 + 16U * 12);
}

TEST(NightAndDay, ItsHourlyRateIsThatOfTheBusierStretch) {
    EXPECT_DOUBLE_EQ(make_traffic("night-and-day")->published_per_hour(), 120);
    EXPECT_DOUBLE_EQ(make_traffic("night-and-day", {{"everyAtNight", "10s"}})->published_per_hour(),
                     360);
}
