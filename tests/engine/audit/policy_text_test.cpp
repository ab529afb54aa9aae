// Patterns against patterns: what contains what, and what they share.
#include "engine/audit/policy_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

using namespace engine;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

namespace {

bool is_within(std::string_view narrow, std::string_view wide) {
    return covers(policy_text(wide), policy_text(narrow));
}

/// Back to a text; the filler of samples is ~, a variable {name}.
std::string spelled(const PolicyText& text) {
    std::string result;
    for (const auto& sign : text) {
        if (sign.kind == PolicySign::Kind::any_one) result += '?';
        if (sign.kind == PolicySign::Kind::any_run) result += '*';
        if (sign.kind == PolicySign::Kind::variable) result += '{' + sign.variable + '}';
        if (sign.kind == PolicySign::Kind::character)
            result += sign.character < 128 ? static_cast<char>(sign.character) : '~';
    }
    return result;
}
std::vector<std::string> spelled(const std::vector<PolicyText>& texts) {
    std::vector<std::string> result;
    for (const auto& text : texts) result.push_back(spelled(text));
    return result;
}
std::string shared(std::string_view a, std::string_view b) {
    const auto met = meet(policy_text(a), policy_text(b));
    return met ? spelled(*met) : "nothing";
}
std::vector<std::string> rests(std::string_view resource, std::string_view type) {
    return spelled(resource_rests(policy_text(resource), type));
}

}  // namespace

TEST(PolicyText, CoversWhatLiesWithin) {
    EXPECT_TRUE(is_within("a", "a"));
    EXPECT_TRUE(is_within("", "*"));
    EXPECT_TRUE(is_within("a*b*c", "a*c"));
    EXPECT_TRUE(is_within("a?c", "a?c"));
    EXPECT_TRUE(is_within("abc", "a?c"));
    EXPECT_TRUE(is_within("?*", "*?"));
    EXPECT_TRUE(is_within("x/${iot:ClientId}/y", "x/*"));
    EXPECT_TRUE(is_within("${iot:ClientId}", "${IOT:clientid}"));
    EXPECT_TRUE(is_within("ü", "?"));
    EXPECT_FALSE(is_within("*", "?*"));
    EXPECT_FALSE(is_within("a*", "a?"));
    EXPECT_FALSE(is_within("a?", "aa"));
    EXPECT_FALSE(is_within("${a}", "?"));
    EXPECT_FALSE(is_within("${a}", "${b}"));
    EXPECT_FALSE(is_within("ab", "a"));
}

TEST(PolicyText, TakesSpelledOutSignsForThemselves) {
    EXPECT_FALSE(is_within("a", "${*}"));
    EXPECT_TRUE(is_within("${*}", "*"));
    EXPECT_TRUE(is_within("$", "${$}"));
    EXPECT_TRUE(is_within("${open", "$*"));
}

TEST(PolicyText, KnowsWhatTwoShare) {
    EXPECT_EQ(shared("plant/vault/*", "plant/*/door"), "plant/vault/door");
    EXPECT_EQ(shared("a*", "*b"), "ab");
    EXPECT_EQ(shared("a?", "?b"), "ab");
    EXPECT_EQ(shared("??", "*"), "~~");
    EXPECT_EQ(shared("*", "*"), "");
    EXPECT_EQ(shared("a/${v}/*", "a/*/c"), "a/{v}/c");
    EXPECT_EQ(shared("a", "b"), "nothing");
    EXPECT_EQ(shared("a*b", "a"), "nothing");
    EXPECT_EQ(shared("", ""), "");
}

TEST(PolicyText, TellsWhatAResourceSaysBehindItsType) {
    EXPECT_THAT(rests("arn:aws:iot:us-east-1:123456789012:topic/a/*", "topic"), ElementsAre("a/*"));
    EXPECT_THAT(rests("arn:aws:iot:*:*:topic/a:b", "topic"), ElementsAre("a:b"));
    EXPECT_THAT(rests("arn:aws:iot:us-east-1:123456789012:/thing/a", "thing"), ElementsAre("a"));
    EXPECT_THAT(rests("arn:aws:iot:us-east-1:123456789012:topic*", "topicfilter"),
                ElementsAre("*"));
    EXPECT_THAT(rests("arn:aws:iot:us-east-1:123456789012:topic*", "topic"), ElementsAre("*"));
    EXPECT_THAT(rests("arn:aws:iot:us-east-1:123456789012:topic*/b", "topic"),
                UnorderedElementsAre("*/b", "b"));
    EXPECT_THAT(rests("*", "client"), ElementsAre("*"));
    EXPECT_THAT(rests("arn:aws:iot:*", "client"), ElementsAre("*"));
    EXPECT_THAT(rests("arn:aws:iot:us-east-1:123456789012:topic/a", "topicfilter"), IsEmpty());
    EXPECT_THAT(rests("arn:aws:s3:::bucket/*", "topic"), IsEmpty());
    EXPECT_THAT(rests("", "topic"), IsEmpty());
    EXPECT_THAT(rests("topic/a", "topic"), IsEmpty());
    EXPECT_THAT(rests("arn:aws:iot:us-east-1:123456789012:policy/p", ""), ElementsAre("policy/p"));
}

TEST(PolicyText, HoldsAResourceToAnAccountWhenTold) {
    const fleet::Account account{.id = "123456789012", .region = "us-east-1"};
    const auto rests = [&](std::string_view resource) {
        return spelled(resource_rests(policy_text(resource), "topic", &account));
    };
    EXPECT_THAT(rests("arn:aws:iot:us-*:123456789012:topic/a"), ElementsAre("a"));
    EXPECT_THAT(rests("arn:aws:iot:eu-west-1:123456789012:topic/a"), IsEmpty());
    EXPECT_THAT(rests("arn:aws:iot:us-east-1:999999999999:topic/a"), IsEmpty());
    EXPECT_THAT(rests("arn:aws:iot:us-east-1:1*"), ElementsAre("*"));
    EXPECT_THAT(rests("arn:aws:iot:us-east-1:2*"), IsEmpty());
}

TEST(PolicyText, TakesRubbishInItsStride) {
    for (const auto* text : {"${", "${}", "}", "***???***", ":::::::", "arn:::::", "\xC3",
                             "\xFF\xFE", "arn:aws:iot:::", "${${a}}", "/", "?:?:?:?:?:?"}) {
        const auto parsed = policy_text(text);
        EXPECT_TRUE(covers(parsed, parsed)) << text;
        EXPECT_TRUE(covers(policy_text("*"), parsed)) << text;
        (void)sample_of(parsed);
        (void)meet(parsed, parsed);
        for (const auto* type : {"", "topic", "client"}) (void)resource_rests(parsed, type);
    }
}

TEST(PolicyText, IsNotSlowedByManyStars) {
    std::string wide, narrow;
    for (int i = 0; i < 400; ++i) wide += "a*";
    narrow = std::string(2000, 'a');
    EXPECT_FALSE(is_within(narrow + 'c', wide + 'b'));
}
