#include "engine/score/bound.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

TEST(Bounds, AreNumbersOrRanges) {
    const auto read = [](const char* text) { return score::read_bound(fleet::Json(text)); };
    EXPECT_TRUE(read("0.5..1")->contains(1));
    EXPECT_TRUE(read("0.5..1")->contains(0.5));
    EXPECT_FALSE(read("0.5..1")->contains(0.49));
    EXPECT_FALSE(read("< 3")->contains(3));
    EXPECT_TRUE(read(" <= 3 ")->contains(3));
    for (const auto* bad : {"", "x", "3..1", ">=", "=> 2", "1..", "nan", "1 2", "inf"})
        EXPECT_EQ(read(bad), std::nullopt) << bad;
    EXPECT_EQ(score::read_bound(fleet::Json(true)), std::nullopt);
}

TEST(Bounds, KnowWhetherACountOrAShareCanBeInThem) {
    const auto read = [](const char* text) { return *score::read_bound(fleet::Json(text)); };
    for (const auto* good : {"0", "<= 0", "> 2", "0.5..1", "< 1", ">= 0", "0..0"})
        EXPECT_TRUE(read(good).has_count()) << good;
    for (const auto* bad : {"-1", "< 0", "0.2..0.8", "1.5", "-3..-1"})
        EXPECT_FALSE(read(bad).has_count()) << bad;
    for (const auto* good : {"0", "1", ">= 1", "<= 0", "0.5..7", "< 5", "> -1"})
        EXPECT_TRUE(read(good).meets(0, 1)) << good;
    for (const auto* bad : {"2", "> 1", "< 0", "1.1..7", "-1"})
        EXPECT_FALSE(read(bad).meets(0, 1)) << bad;
}

TEST(Bounds, WrittenTheWrongWayRoundAreTurned) {
    EXPECT_EQ(score::turned_round(fleet::Json("5..2")), "2..5");
    for (const auto* other : {"2..5", "2", "x..1", ""})
        EXPECT_EQ(score::turned_round(fleet::Json(other)), "") << other;
    EXPECT_EQ(score::turned_round(fleet::Json(7)), "");
}
