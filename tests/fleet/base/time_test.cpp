#include "fleet/base/time.hpp"

#include <gtest/gtest.h>

using namespace fleet;

TEST(Time, ReadsAndWritesIsoTimes) {
    EXPECT_EQ(epoch_ms(*parse_time("2018-08-06T00:00:00Z")), 1533513600000);
    EXPECT_EQ(format_time(from_epoch_ms(1533513600000)), "2018-08-06T00:00:00Z");
    EXPECT_EQ(format_time(*parse_time("2018-08-06T00:00:00.5Z")), "2018-08-06T00:00:00.500Z");
}

TEST(Time, RefusesWhatIsNoTime) {
    for (const auto* text :
         {"", "2018-08-06", "2018-02-30T00:00:00Z", "2018-08-06T24:00:00Z", "2018-08-06T00:00:00",
          "2018-08-06T00:00:00.1234Z", "2018-08-06T00:00:00.Z", "1969-12-31T23:59:59Z",
          "x018-08-06T00:00:00Z"}) {
        EXPECT_FALSE(parse_time(text)) << text;
    }
}

TEST(Time, ReadsDurationsAndTheirSums) {
    EXPECT_EQ(parse_duration("1h30m"), Duration{5'400'000});
    EXPECT_EQ(parse_duration("-31d"), -Duration{31 * 86'400'000LL});
    EXPECT_EQ(parse_duration("2w"), parse_duration("14d"));
    for (const auto* text :
         {"", "-", "5", "m", "5x", "1.5h", "5 m", "+5m", "99999999999999999999d", "1000000d"}) {
        EXPECT_FALSE(parse_duration(text)) << text;
    }
}

TEST(Time, WritesDurationsThatReadBackEqual) {
    for (const auto* text : {"0s", "1h30m", "-31d", "250ms", "1d1ms"})
        EXPECT_EQ(format_duration(*parse_duration(text)), text);
}

TEST(Time, ABoundaryBelongsToTheLaterSlot) {
    EXPECT_EQ(slot_start(from_epoch_ms(300'000)), from_epoch_ms(300'000));
    EXPECT_EQ(slot_start(from_epoch_ms(299'999)), from_epoch_ms(0));
    EXPECT_EQ(slot_start(from_epoch_ms(-1)), from_epoch_ms(-300'000));
}

TEST(Time, WritesEpochSecondsWithThreeDecimals) {
    EXPECT_EQ(format_epoch_seconds(from_epoch_ms(1596168096157)), "1596168096.157");
    EXPECT_EQ(format_epoch_seconds(from_epoch_ms(1533513600000)), "1533513600.000");
}
