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
