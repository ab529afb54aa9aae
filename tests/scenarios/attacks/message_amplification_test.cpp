#include <gmock/gmock.h>

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using scenarios::MetricSpeaks;
using testing::ElementsAre;
using Kind = ObservationKind;

using testing::IsEmpty;

namespace {

std::uint64_t delivered(const PlayedScenario& played, Duration from, Duration until) {
    return played.seen(
        {.kind = Kind::delivered, .client = "pumps-0", .from = from, .until = until});
}

}  // namespace

TEST(MessageAmplification, ADeviceIsSentWhatItsWholeCohortPublishes) {
    const PlayedScenario played({.pumps = 30,
                                 .policy = allowing("iot:*", "*"),
                                 .timeline = {happening("message-amplification", 10min, 30min)}});
    EXPECT_EQ(delivered(played, 10min, 40min), 30U * 30 + 3) << "and its commands";
    EXPECT_LT(delivered(played, 0min, 10min), 5U);
    EXPECT_LT(delivered(played, 45min, 60min), 5U);
}

TEST(MessageAmplification, ConfessesTheDeviceAndWhatItReceives) {
    const PlayedScenario played({.pumps = 30,
                                 .policy = allowing("iot:*", "*"),
                                 .timeline = {happening("message-amplification", 10min, 30min)}});
    const auto& incident = played.incident("timeline-0-message-amplification");
    EXPECT_THAT(incident.affected, ElementsAre("pumps-0"));
    EXPECT_THAT(incident.speaks,
                ElementsAre(MetricSpeaks{"aws:num-messages-received", MetricSpeaks::Side::high}));
}

TEST(MessageAmplification, UnderALeastPrivilegedPolicyItIsDeniedAndSpeaksOfNobody) {
    const PlayedScenario played(
        {.pumps = 30, .timeline = {happening("message-amplification", 10min, 30min)}});
    EXPECT_EQ(played.seen({.kind = Kind::denied, .reason = Reason::subscribe}), 6U);
    EXPECT_LE(delivered(played, 10min, 40min), 4U);
    const auto& incident = played.incident("timeline-0-message-amplification");
    EXPECT_THAT(incident.actors, ElementsAre("pumps-0"));
    EXPECT_THAT(incident.affected, IsEmpty());
}

TEST(MessageAmplification, OfAHandfulOfOthersNobodyIsAskedToHear) {
    const PlayedScenario played({.pumps = 3,
                                 .policy = allowing("iot:*", "*"),
                                 .timeline = {happening("message-amplification", 10min, 30min)}});
    EXPECT_GT(delivered(played, 10min, 40min), 60U);
    EXPECT_THAT(played.incident("timeline-0-message-amplification").affected, IsEmpty());
}

TEST(MessageAmplification, BelowThresholdItListensToOneOther) {
    const PlayedScenario played(
        {.pumps = 30,
         .policy = allowing("iot:*", "*"),
         .timeline = {below_threshold(happening("message-amplification", 10min, 30min))}});
    EXPECT_EQ(delivered(played, 10min, 40min), 30U + 3);
}
