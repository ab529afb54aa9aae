#include "tests/scenarios/attacks/refused_attempts.hpp"

using namespace fleet;
using namespace support;

TEST(ExpiredConnect, KnocksWithAnExpiredCertificateThatTheRegistryCallsActive) {
    const PlayedScenario played(
        {.timeline = {happening("expired-connect", 10min, 30min, {{"expiredFor", "20d"}})}});
    expect_knocking(played, Reason::certificate_expired);
    const auto& old = played.fleet.inventory.certificates.at(2);
    EXPECT_EQ(old.status, CertificateStatus::active);
    EXPECT_EQ(old.not_after, world_start - 20 * 24h);
    EXPECT_EQ(old.things, std::vector<std::uint32_t>{0});
    EXPECT_EQ(refused_certificates(played, Reason::certificate_expired).at(0), old.id_hex());
}

TEST(ExpiredConnect, TheKnockingIsOneIncidentAndTheCertificateForTheRunAndBeyondAnother) {
    const PlayedScenario played({.timeline = {happening("expired-connect", 10min, 30min)}});
    const auto& knocking = played.incident("timeline-0-expired-connect");
    EXPECT_EQ(knocking.affected, std::vector<std::string>{"pumps-0"});
    ASSERT_EQ(knocking.speaks.size(), 1U);
    EXPECT_EQ(knocking.speaks[0].metric, "aws:num-connection-attempts");
    EXPECT_TRUE(knocking.checks.empty());
    const auto& lapsed = played.incident("timeline-0-expired-connect-certificate");
    EXPECT_EQ(lapsed.start, world_start);
    EXPECT_GT(lapsed.end, played.scenario.end() + 365 * 24h);  // audits may look back at it
    EXPECT_TRUE(lapsed.speaks.empty());
    ASSERT_EQ(lapsed.checks.size(), 1U);
    EXPECT_EQ(lapsed.checks[0].check_name, "DEVICE_CERTIFICATE_EXPIRING_CHECK");
    EXPECT_EQ(lapsed.checks[0].reason_code, "CERTIFICATE_PAST_EXPIRATION");
    EXPECT_EQ(lapsed.checks[0].resource_value, played.fleet.inventory.certificates.at(2).id_hex());
}

TEST(ExpiredConnect, BelowThresholdItKnocksEveryTenMinutesAndTheCertificateStillSpeaks) {
    const PlayedScenario played(
        {.timeline = {below_threshold(happening("expired-connect", 10min, 30min))}});
    EXPECT_EQ(played.seen({.kind = ObservationKind::refused}), 3U);
    EXPECT_TRUE(played.incident("timeline-0-expired-connect").is_below_threshold);
    EXPECT_FALSE(played.incident("timeline-0-expired-connect-certificate").is_below_threshold);
}

TEST(ExpiredConnect, ACertificateRegisteredAYearAgoSpeaksOfItsAgeToo) {
    // Registered 364 days before its notAfter.
    const PlayedScenario played(
        {.timeline = {happening("expired-connect", 10min, 30min, {{"expiredFor", "20d"}})}});
    const auto& old = played.incident("timeline-0-expired-connect-certificate-age");
    EXPECT_EQ(old.start, world_start);
    ASSERT_EQ(old.checks.size(), 1U);
    EXPECT_EQ(old.checks[0].check_name, "DEVICE_CERTIFICATE_AGE_CHECK");
    EXPECT_EQ(old.checks[0].reason_code, "CERTIFICATE_PAST_AGE_THRESHOLD");
    EXPECT_EQ(old.checks[0].resource_value, played.fleet.inventory.certificates.at(2).id_hex());
    const PlayedScenario fresh(
        {.timeline = {happening("expired-connect", 10min, 30min, {{"expiredFor", "6h"}})}});
    EXPECT_EQ(fresh.incident("timeline-0-expired-connect-certificate-age").start,
              world_start + 18h);
}
