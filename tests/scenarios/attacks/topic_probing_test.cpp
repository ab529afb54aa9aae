#include <gtest/gtest.h>

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using Kind = ObservationKind;

TEST(TopicProbing, EveryAttemptIsDeniedAndEveryFourthIsASubscription) {
    const PlayedScenario played(
        {.timeline = {happening("topic-probing", 10min, 30min, {{"perMinute", "6"}})}});
    EXPECT_EQ(
        played.seen({.kind = Kind::denied, .client = "pumps-0", .from = 10min, .until = 40min}),
        180U);
    EXPECT_EQ(played.seen({.kind = Kind::denied, .reason = Reason::subscribe}), 45U);
    EXPECT_EQ(played.seen({.kind = Kind::denied, .reason = Reason::publish}), 135U);
    EXPECT_EQ(played.seen({.kind = Kind::denied}), 180U);
}

TEST(TopicProbing, ConfessesTheDeviceAndItsAuthorizationFailures) {
    const PlayedScenario played({.timeline = {happening("topic-probing", 10min, 30min)}});
    const auto& incident = played.incident("timeline-0-topic-probing");
    EXPECT_EQ(incident.affected, std::vector<std::string>{"pumps-0"});
    ASSERT_EQ(incident.speaks.size(), 1U);
    EXPECT_EQ(incident.speaks[0].metric, "aws:num-authorization-failures");
}

TEST(TopicProbing, UnderABroadPolicyNothingIsDeniedAndItSpeaksOfNobody) {
    const PlayedScenario played(
        {.policy = allowing("iot:*", "*"), .timeline = {happening("topic-probing", 10min, 30min)}});
    EXPECT_EQ(played.seen({.kind = Kind::denied}), 0U);
    const auto& incident = played.incident("timeline-0-topic-probing");
    EXPECT_EQ(incident.actors, std::vector<std::string>{"pumps-0"});
    EXPECT_TRUE(incident.affected.empty());
}

TEST(TopicProbing, WhereADenialEndsTheConnectionNobodyIsAskedToHearIt) {
    const PlayedScenario played({.timeline = {happening("topic-probing", 10min, 30min)},
                                 .broker = {.close_on_deny = true}});
    EXPECT_LE(played.seen({.kind = Kind::denied}), 6U) << "more than one in a slot";
    const auto& incident = played.incident("timeline-0-topic-probing");
    EXPECT_EQ(incident.affected, std::vector<std::string>{"pumps-0"});
    EXPECT_TRUE(incident.speaks.empty());
}

TEST(TopicProbing, BelowThresholdItTriesEveryTenMinutes) {
    const PlayedScenario played(
        {.timeline = {below_threshold(happening("topic-probing", 10min, 30min))}});
    EXPECT_EQ(played.seen({.kind = Kind::denied}), 3U);
}

TEST(TopicProbing, TriesAtMostOnceAMillisecondHoweverOftenItIsAskedTo) {
    const PlayedScenario played(
        {.duration = 10min,
         .timeline = {happening("topic-probing", 6min, 1s, {{"perMinute", "1000000"}})}});
    EXPECT_EQ(played.seen({.kind = Kind::denied}), 1000U);
}
