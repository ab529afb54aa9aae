#include "tests/scenarios/attacks/refused_attempts.hpp"

using namespace fleet;
using namespace support;

TEST(UnknownCaConnect, KnocksWithACertificateThatNoAccountKnows) {
    const PlayedScenario played({.timeline = {happening("unknown-ca-connect", 10min, 30min)}});
    expect_knocking(played, Reason::unknown_ca);
    EXPECT_EQ(played.fleet.inventory.certificates.size(), 2U);
    const auto shown = refused_certificates(played, Reason::unknown_ca).at(0);
    for (const auto& certificate : played.fleet.inventory.certificates)
        EXPECT_NE(shown, certificate.id_hex());
}

TEST(UnknownCaConnect, SpeaksOfNobody) {
    const PlayedScenario played({.timeline = {happening("unknown-ca-connect", 10min, 30min)}});
    const auto& incident = played.incident("timeline-0-unknown-ca-connect");
    EXPECT_EQ(incident.actors, std::vector<std::string>{"forger of pumps-0"});
    EXPECT_TRUE(incident.affected.empty());
    EXPECT_TRUE(incident.speaks.empty());
    EXPECT_TRUE(incident.checks.empty());
}

TEST(UnknownCaConnect, KnocksAtTheGivenPaceFromItsBeginUntilJustBeforeItsEnd) {
    const PlayedScenario played(
        {.timeline = {happening("unknown-ca-connect", 11min, 2min, {{"every", "1m"}})}});
    EXPECT_EQ(played.seen({.kind = ObservationKind::refused}), 2U);
    EXPECT_EQ(played.seen({.kind = ObservationKind::refused, .from = 11min, .until = 11min + 1ms}),
              1U);
}
