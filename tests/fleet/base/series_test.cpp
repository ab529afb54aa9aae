#include "fleet/base/series.hpp"

#include <gtest/gtest.h>

#include <string>

using fleet::parse_series;

namespace {

/// "79 79 _ 80"; "no" for what is no series.
std::string told(std::string_view text) {
    const auto series = parse_series(text);
    if (!series) return "no";
    std::string words;
    for (const auto& value : *series)
        words += (words.empty() ? "" : " ") + (value ? std::to_string(*value) : "_");
    return words;
}

}  // namespace

TEST(Series, IsWrittenAsInPrometheusRuleTests) {
    EXPECT_EQ(told("5"), "5");
    EXPECT_EQ(told("5x2"), "5 5 5") << "five, and two more";
    EXPECT_EQ(told("1+2x3"), "1 3 5 7");
    EXPECT_EQ(told("7-2x3"), "7 5 3 1");
    EXPECT_EQ(told("1+0x2 0x1 _x3"), "1 1 1 0 0 _ _ _");
    EXPECT_EQ(told("_ 4  _"), "_ 4 _");
}

TEST(Series, RefusesWhatIsNone) {
    for (const auto* text : {"", " ", "x", "x3", "5x", "-1", "1+", "1+2", "1-1x2", "a", "1.5", "__",
                             "1000000001", "1000000000+1x1", "1x100001", "99999999999999999999"})
        EXPECT_EQ(told(text), "no") << text;
    EXPECT_EQ(parse_series("0x99999")->size(), 100'000U);
    EXPECT_FALSE(parse_series("0x99999 1"));
}
