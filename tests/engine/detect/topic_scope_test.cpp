#include "engine/detect/topic_scope.hpp"

#include <gtest/gtest.h>

using engine::matches_filter;
using engine::TopicScope;

namespace {

bool holds(std::vector<std::string> filters, std::string_view topic, std::string_view client = "c",
           bool is_not_in = false) {
    fleet::Dictionary names;
    const auto id = topic.empty() ? fleet::no_name : names.topics.intern(topic);
    TopicScope scope({.name = "d", .filters = std::move(filters), .is_not_in = is_not_in});
    scope.learn(names.topics);
    return scope.holds(id, topic, client);
}

}  // namespace

TEST(TopicScope, HoldsTopicsThatMatchAnyFilter) {
    EXPECT_TRUE(holds({"a/b", "dt/#"}, "dt/pump/1"));
    EXPECT_TRUE(holds({"a/b", "dt/#"}, "a/b"));
    EXPECT_FALSE(holds({"a/b", "dt/#"}, "a/b/c"));
    EXPECT_FALSE(holds({"+/b"}, "a/c"));
    EXPECT_TRUE(holds({"dt/#"}, "dt"));
    EXPECT_FALSE(holds({"#"}, "$aws/things/a"));
}

TEST(TopicScope, TurnsRoundWithNotIn) {
    EXPECT_FALSE(holds({"dt/#"}, "dt/a", "c", true));
    EXPECT_TRUE(holds({"dt/#"}, "cmd/a", "c", true));
    EXPECT_TRUE(holds({"dt/#"}, "", "c", true)) << "no topic matches nothing";
    EXPECT_FALSE(holds({"dt/#"}, ""));
}

TEST(TopicScope, PutsTheClientIdInPlaceOfItsVariable) {
    EXPECT_TRUE(holds({"dt/${iot:ClientId}/x"}, "dt/pump-1/x", "pump-1"));
    EXPECT_FALSE(holds({"dt/${iot:ClientId}/x"}, "dt/pump-2/x", "pump-1"));
    EXPECT_FALSE(holds({"dt/${iot:ClientId}"}, "dt/pump-1/x", "pump-1"));
    EXPECT_TRUE(holds({"${iot:ClientId}/#"}, "pump-1", "pump-1"));
    EXPECT_TRUE(holds({"dt/id-${iot:ClientId}/+"}, "dt/id-a/b", "a"));
    EXPECT_FALSE(holds({"dt/id-${iot:ClientId}/+"}, "dt/id-ab/b", "a"));
    EXPECT_TRUE(holds({"+/${iot:ClientId}"}, "x/a", "a"));
    EXPECT_FALSE(holds({"dt/${iot:ClientId}"}, "dt/a", "a", true));
    EXPECT_TRUE(holds({"dt/${iot:ClientId}"}, "dt/b", "a", true));
}

TEST(TopicScope, TakesAClientIdAsItIs) {
    EXPECT_TRUE(holds({"dt/${iot:ClientId}/x"}, "dt/a/b/x", "a/b"));
    EXPECT_FALSE(holds({"dt/${iot:ClientId}"}, "dt/other", "+"));
    EXPECT_FALSE(holds({"dt/${iot:ClientId}"}, "dt/a/b", "#"));
}

TEST(TopicScope, IsTheSameWhateverTheOrderOfItsFilters) {
    const TopicScope one({.name = "a", .filters = {"x", "y"}, .is_not_in = false});
    const TopicScope other({.name = "b", .filters = {"y", "x", "y"}, .is_not_in = false});
    const TopicScope turned({.name = "a", .filters = {"x", "y"}, .is_not_in = true});
    EXPECT_EQ(one.key(), other.key());
    EXPECT_NE(one.key(), turned.key());
}

TEST(TopicScope, MatchesFiltersLikeSubscriptions) {
    EXPECT_TRUE(matches_filter("a/+/c", "a//c", ""));
    EXPECT_TRUE(matches_filter("a/#", "a/", ""));
    EXPECT_FALSE(matches_filter("a/+", "a", ""));
    EXPECT_FALSE(matches_filter("a", "", ""));
    EXPECT_FALSE(matches_filter("+/a", "$aws/a", ""));
    EXPECT_TRUE(matches_filter("$aws/+", "$aws/a", ""));
}
