#include "tests/scenarios/attacks/refused_attempts.hpp"

using namespace fleet;
using namespace support;

TEST(DeactivatedConnect, KnocksWithADeactivatedCertificateOfTheDevicesThing) {
    for (const auto* status : {"INACTIVE", "REVOKED"}) {
        const PlayedScenario played(
            {.timeline = {happening("deactivated-connect", 10min, 30min, {{"status", status}})}});
        expect_knocking(played, Reason::certificate_not_active);
        ASSERT_EQ(played.fleet.inventory.certificates.size(), 3U);
        const auto& old = played.fleet.inventory.certificates[2];
        EXPECT_EQ(old.status, certificate_status(status));
        EXPECT_EQ(old.things, std::vector<std::uint32_t>{0});
        EXPECT_EQ(played.fleet.inventory.things[0].certificates,
                  (std::vector<std::uint32_t>{0, 2}));
        EXPECT_EQ(refused_certificates(played, Reason::certificate_not_active).at(0), old.id_hex());
    }
}

TEST(DeactivatedConnect, TheAttemptsSpeakOfTheThingWhoseCertificateItIs) {
    const PlayedScenario played({.timeline = {happening("deactivated-connect", 10min, 30min)}});
    const auto& incident = played.incident("timeline-0-deactivated-connect");
    EXPECT_EQ(incident.affected, std::vector<std::string>{"pumps-0"});
    EXPECT_EQ(incident.actors, std::vector<std::string>{"old copy of pumps-0"});
    ASSERT_EQ(incident.speaks.size(), 1U);
    EXPECT_EQ(incident.speaks[0].metric, "aws:num-connection-attempts");
    EXPECT_TRUE(incident.checks.empty());
}

TEST(DeactivatedConnect, BelowThresholdItKnocksEveryTenMinutes) {
    const PlayedScenario played(
        {.timeline = {below_threshold(happening("deactivated-connect", 10min, 30min))}});
    EXPECT_EQ(played.seen({.kind = ObservationKind::refused}), 3U);
    EXPECT_TRUE(played.incident("timeline-0-deactivated-connect").is_below_threshold);
}
