#include "fleet/base/text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

using namespace fleet;

TEST(Text, GlobMatchesAsPoliciesDo) {
    EXPECT_TRUE(glob_match("*", ""));
    EXPECT_TRUE(glob_match("a/*/c", "a/b/x/c"));
    EXPECT_TRUE(glob_match("a?c", "abc"));
    EXPECT_FALSE(glob_match("a?c", "ac"));
    EXPECT_FALSE(glob_match("a/*", "b/a/"));
    EXPECT_TRUE(glob_match("*a*b", "xxaxxab"));
}

TEST(Text, TopicFiltersMatchAsMqttSays) {
    EXPECT_TRUE(topic_matches("a/+/c", "a/b/c"));
    EXPECT_TRUE(topic_matches("a/#", "a"));
    EXPECT_TRUE(topic_matches("a/#", "a/b/c"));
    EXPECT_TRUE(topic_matches("#", "a"));
    EXPECT_TRUE(topic_matches("+/+", "/finance"));
    EXPECT_TRUE(topic_matches("/+", "/finance"));
    EXPECT_FALSE(topic_matches("+", "/finance"));
    EXPECT_FALSE(topic_matches("a/+", "a"));
    EXPECT_FALSE(topic_matches("a", "a/b"));
    EXPECT_FALSE(topic_matches("#", "$SYS/x"));
    EXPECT_FALSE(topic_matches("+/x", "$SYS/x"));
    EXPECT_TRUE(topic_matches("$SYS/#", "$SYS/x"));
    EXPECT_FALSE(topic_matches("a/b/", "a/b"));
    EXPECT_TRUE(topic_matches("a/+/", "a/b/"));
}

TEST(Text, KnowsTopicNamesFromFilters) {
    EXPECT_TRUE(is_topic_name("a/b"));
    EXPECT_FALSE(is_topic_name("a/+"));
    EXPECT_FALSE(is_topic_name(""));
    EXPECT_TRUE(is_topic_filter("a/+/#"));
    EXPECT_FALSE(is_topic_filter("a/#/b"));
    EXPECT_FALSE(is_topic_filter("a/b+"));
}

TEST(Text, SuggestsOnlyNearWords) {
    const std::vector<std::string> words{"publish-flood", "topic-probing"};
    EXPECT_EQ(nearest_word("publish-flod", words), "publish-flood");
    EXPECT_EQ(nearest_word("banana", words), "");
}

TEST(Text, StableIdsHashTheirPartsApart) {
    const std::vector<std::string> ab_c{"ab", "c"}, a_bc{"a", "bc"};
    EXPECT_EQ(stable_id(ab_c).size(), 32U);
    EXPECT_NE(stable_id(ab_c), stable_id(a_bc));
}

TEST(Text, HexReadsWhatItWrites) {
    const std::vector<std::uint8_t> bytes{0, 0xab, 255};
    EXPECT_EQ(from_hex(to_hex(bytes)), bytes);
    EXPECT_TRUE(from_hex("abc").empty());
    EXPECT_TRUE(from_hex("zz").empty());
}
