#include <gmock/gmock.h>

#include "fleet/base/error.hpp"

#include <set>

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using scenarios::MetricSpeaks;
using testing::ElementsAre;
using Kind = ObservationKind;

using testing::HasSubstr;

TEST(CredentialGuessing, TenTimesAMinuteAnotherCertificateIsTurnedAwayUnderTheDevicesName) {
    const PlayedScenario played(
        {.pumps = 80, .timeline = {happening("credential-guessing", 10min, 20min)}});
    EXPECT_EQ(
        played.seen(
            {.kind = Kind::denied, .client = "pumps-0", .reason = Reason::connect, .from = 10min}),
        200U);
    EXPECT_EQ(played.seen({.kind = Kind::denied}), 200U);
    EXPECT_EQ(played.seen({.kind = Kind::connected}), 80U) << "nobody gets in";
    std::set<NameId> shown;
    for (const auto& slice : played.slices)
        for (const auto& seen : slice.observations)
            if (seen.kind == Kind::denied) shown.insert(seen.certificate_id);
    EXPECT_EQ(shown.size(), 62U);
}

TEST(CredentialGuessing, ConfessesTheDeviceThatIsGuessedAt) {
    const PlayedScenario played({.timeline = {happening("credential-guessing", 10min, 20min)}});
    const auto& incident = played.incident("timeline-0-credential-guessing");
    EXPECT_THAT(incident.actors, ElementsAre("guesser at pumps-0"));
    EXPECT_THAT(incident.affected, ElementsAre("pumps-0"));
    EXPECT_THAT(
        incident.speaks,
        ElementsAre(MetricSpeaks{"aws:num-connection-attempts", MetricSpeaks::Side::high},
                    MetricSpeaks{"aws:num-authorization-failures", MetricSpeaks::Side::high}));
}

TEST(CredentialGuessing, BelowThresholdItTriesEveryFiveMinutes) {
    const PlayedScenario played(
        {.timeline = {below_threshold(happening("credential-guessing", 10min, 30min))}});
    EXPECT_EQ(played.seen({.kind = Kind::denied, .client = "pumps-0"}), 6U);
}

TEST(CredentialGuessing, WhereEveryPairOpensItIsRefusedWithItsPlace) {
    try {
        PlayedScenario({.policy = allowing("iot:*", "*"),
                        .timeline = {happening("credential-guessing", 10min, 30min)}});
        FAIL() << "was not refused";
    } catch (const fleet::Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("timeline[0]: credential-guessing needs a device"));
        EXPECT_THAT(error.what(), HasSubstr("connecting as pumps-0"));
    }
}
