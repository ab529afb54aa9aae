#include "fleet/base/offset_time.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

using namespace fleet;

namespace {

std::string read(std::string_view text) {
    const auto time = parse_offset_time(text);
    return time ? format_time(*time) : "none";
}

}  // namespace

TEST(OffsetTime, ReadsWhatTheAwsCliPrints) {
    EXPECT_EQ(read("2018-08-06T02:00:00.123000+02:00"), "2018-08-06T00:00:00.123Z");
    EXPECT_EQ(read("2018-08-05T17:00:00-07:00"), "2018-08-06T00:00:00Z");
    EXPECT_EQ(read("2018-08-06T05:30:00+0530"), "2018-08-06T00:00:00Z");
    EXPECT_EQ(read("2018-08-06T00:00:00.123456789Z"), "2018-08-06T00:00:00.123Z");
    EXPECT_EQ(read("2018-08-06T00:00:00"), "2018-08-06T00:00:00Z");
    EXPECT_EQ(read("2018-08-06"), "2018-08-06T00:00:00Z");
}

TEST(OffsetTime, ReadsNothingElse) {
    for (const auto* text :
         {"", "now", "2018-08-06T", "2018-13-06", "2018-08-06T00:00", "2018-08-06T00:00:00.Z",
          "2018-08-06T00:00:00+", "2018-08-06T00:00:00+2", "2018-08-06T00:00:00+02:0",
          "2018-08-06T00:00:00*02:00", "2018-08-06T00:00:00.1234567890Z",
          "2018-08-06T00:00:00+02:00:00", "2018-08-06T00:00:00 UTC"})
        EXPECT_EQ(read(text), "none") << text;
}

TEST(OffsetTime, ReadsEpochSecondsWhereTheyAreNumbers) {
    EXPECT_EQ(read_exported_time(Json(1533513600.5)), from_epoch_ms(1533513600500));
    EXPECT_EQ(read_exported_time(Json("2018-08-06T00:00:00Z")), from_epoch_ms(1533513600000));
    EXPECT_EQ(read_exported_time(Json(true)), std::nullopt);
}
