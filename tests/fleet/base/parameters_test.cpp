#include "fleet/base/parameters.hpp"

#include <gtest/gtest.h>

#include <array>

using namespace fleet;

namespace {
bool takes(ParameterType type, std::string_view text) {
    return is_value_of({.name = "p", .type = type, .default_text = "", .meaning = ""}, text);
}
}  // namespace

TEST(Parameters, TakeOnlyValuesOfTheirType) {
    EXPECT_TRUE(takes(ParameterType::pace, "100ms"));
    EXPECT_FALSE(takes(ParameterType::pace, "99ms"));
    EXPECT_FALSE(takes(ParameterType::pace, "0s"));
    EXPECT_TRUE(takes(ParameterType::duration, "0s"));
    EXPECT_FALSE(takes(ParameterType::duration, "-1s"));
    EXPECT_FALSE(takes(ParameterType::duration, ""));
    EXPECT_TRUE(takes(ParameterType::count, "1000000000"));
    EXPECT_FALSE(takes(ParameterType::count, "1000000001"));
    EXPECT_FALSE(takes(ParameterType::count, "-1"));
    EXPECT_TRUE(takes(ParameterType::share, "1"));
    EXPECT_FALSE(takes(ParameterType::share, "1.01"));
    EXPECT_FALSE(takes(ParameterType::share, "nan"));
    EXPECT_TRUE(takes(ParameterType::address, "2001:db8::1"));
    EXPECT_FALSE(takes(ParameterType::address, "10.0.0.0/8"));
    EXPECT_TRUE(takes(ParameterType::series, "1+0x10 0x5 _x3"));
    EXPECT_FALSE(takes(ParameterType::series, "4x"));
    EXPECT_TRUE(takes(ParameterType::topic, "dt/{cohort}/{thing}"));
    EXPECT_FALSE(takes(ParameterType::topic, "dt/+"));
    EXPECT_TRUE(takes(ParameterType::time_of_day, "24h"));
    EXPECT_FALSE(takes(ParameterType::time_of_day, "24h1ms"));
}

TEST(Parameters, RefuseNamesInBracesThatNobodyFillsIn) {
    EXPECT_TRUE(takes(ParameterType::topic, "{thing}/{cohort}/{thing}"));
    for (const auto* wrong : {"dt/{foo}", "dt/{thing}/{cohorts}", "{}", "{{thing}}"})
        EXPECT_FALSE(takes(ParameterType::topic, wrong)) << wrong;
}

TEST(Parameters, HoldACountToItsBounds) {
    const ParameterCard card{.name = "factor",
                             .type = ParameterType::count,
                             .default_text = "3",
                             .meaning = "times",
                             .least = 2,
                             .most = 5};
    std::string expected;
    EXPECT_TRUE(is_value_of(card, "2"));
    EXPECT_TRUE(is_value_of(card, "5"));
    EXPECT_FALSE(is_value_of(card, "1"));
    EXPECT_FALSE(is_value_of(card, "6", &expected));
    EXPECT_EQ(expected, "a whole number from 2 to 5");
}

TEST(Parameters, TakeOnlyTheirWordsAndSayWhich) {
    constexpr std::array<std::string_view, 2> words{"victim", "own"};
    const ParameterCard card{"id", ParameterType::word, "own", "whose", words};
    std::string expected;
    EXPECT_TRUE(is_value_of(card, "victim"));
    EXPECT_FALSE(is_value_of(card, "mine", &expected));
    EXPECT_EQ(expected, "one of victim, own");
}

TEST(Parameters, ReadByteRangesUpToTheLargestPayload) {
    EXPECT_EQ(parse_byte_range("100..140"), (ByteRange{100, 140}));
    EXPECT_EQ(parse_byte_range("131072"), (ByteRange{131'072, 131'072}));
    for (const auto* wrong : {"131073", "140..100", "1..", "..1", "1...2", "-1", "", "a"})
        EXPECT_FALSE(parse_byte_range(wrong)) << wrong;
}

TEST(Parameters, AreReadByNameAndType) {
    Parameters parameters;
    parameters.set("every", "1m");
    parameters.set("every", "2m");
    parameters.set("factor", "7");
    parameters.set("part", "0.25");
    EXPECT_EQ(parameters.duration("every"), 2min);
    EXPECT_EQ(parameters.count("factor"), 7U);
    EXPECT_EQ(parameters.share("part"), 0.25);
    EXPECT_EQ(parameters.all().size(), 3U);
    EXPECT_FALSE(parameters.has("bytes"));
    EXPECT_DEATH((void)parameters.text("bytes"), "does not declare");
    EXPECT_DEATH((void)parameters.count("every"), "no count");
}
