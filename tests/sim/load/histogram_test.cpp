#include "sim/load/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace sim {
namespace {

using namespace std::chrono_literals;

/// What a sorted list of the same values says.
std::uint64_t reference(std::vector<std::uint64_t> values, double share) {
    std::sort(values.begin(), values.end());
    const auto rank = std::max(1.0, std::ceil(share * static_cast<double>(values.size())));
    return values[static_cast<std::size_t>(rank) - 1];
}

TEST(Histogram, IsEmptyAtFirst) {
    const Histogram histogram;
    EXPECT_EQ(histogram.count(), 0U);
    EXPECT_EQ(histogram.min_us(), 0U);
    EXPECT_EQ(histogram.quantile_us(0.99), 0U);
}

TEST(Histogram, IsExactBelowAnEighthOfAMillisecond) {
    Histogram histogram;
    std::vector<std::uint64_t> values;
    for (std::uint64_t us = 0; us < 128; us += 3) {
        values.push_back(us);
        histogram.add(std::chrono::microseconds(us));
    }
    for (const double share : {0.0, 0.01, 0.3, 0.5, 0.95, 0.99, 1.0})
        EXPECT_EQ(histogram.quantile_us(share), reference(values, share)) << share;
}

TEST(Histogram, IsNeverBelowASortedListAndAtMostASixtyFourthAbove) {
    std::mt19937_64 random(7);
    for (const double scale : {3.0, 6.0, 9.0}) {
        Histogram histogram;
        std::vector<std::uint64_t> values;
        std::uniform_real_distribution<double> exponent(0, scale);
        for (int n = 0; n < 20'000; ++n) {
            values.push_back(static_cast<std::uint64_t>(std::pow(10, exponent(random))));
            histogram.add(std::chrono::microseconds(values.back()));
        }
        for (const double share : {0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1.0}) {
            const auto truth = reference(values, share);
            const auto told = histogram.quantile_us(share);
            EXPECT_GE(told, truth) << share;
            EXPECT_LE(told, truth + truth / 64) << share;
        }
        EXPECT_EQ(histogram.max_us(), reference(values, 1));
        EXPECT_EQ(histogram.min_us(), reference(values, 0));
    }
}

TEST(Histogram, OfTwoPartsIsThatOfTheWhole) {
    Histogram first, second, whole;
    for (int n = 0; n < 1000; ++n) {
        (n % 3 == 0 ? first : second).add(n * 37us);
        whole.add(n * 37us);
    }
    first.add(second);
    EXPECT_EQ(first.count(), whole.count());
    EXPECT_EQ(first.sum_us(), whole.sum_us());
    for (const double share : {0.1, 0.5, 0.99})
        EXPECT_EQ(first.quantile_us(share), whole.quantile_us(share));
}

TEST(Histogram, TakesWhatNoClockShouldSay) {
    Histogram histogram;
    histogram.add(-5s);
    histogram.add(100h);
    EXPECT_EQ(histogram.min_us(), 0U);
    EXPECT_EQ(histogram.max_us(), (std::uint64_t{1} << 36) - 1);
    EXPECT_EQ(histogram.quantile_us(1), histogram.max_us());
}

}  // namespace
}  // namespace sim
