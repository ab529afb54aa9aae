#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

using namespace fleet;
using support::defect;
using support::SmallWorld;
using support::world_start;

TEST(OldCertificate, WasRegisteredLongAgoAndSpeaksFromAYearOn) {
    const SmallWorld world({.defects = {defect("old-certificate", 1, {{"age", "364d"}})}});
    const auto& certificate = world.fleet.inventory.certificates[0];
    EXPECT_EQ(certificate.creation_date, world_start - 364 * 24h);
    EXPECT_LT(certificate.not_before, certificate.creation_date);
    EXPECT_GT(certificate.not_after, world_start);
    ASSERT_EQ(world.fleet.defects.at(0).checks.size(), 1U);
    const auto& speaks = world.fleet.defects[0].checks[0];
    EXPECT_EQ(speaks.check_name, "DEVICE_CERTIFICATE_AGE_CHECK");
    EXPECT_EQ(speaks.reason_code, "CERTIFICATE_PAST_AGE_THRESHOLD");
    EXPECT_EQ(speaks.resource_value, world.certificate_id(0));
    EXPECT_EQ(speaks.begin, world_start + 24h);  // a day later it is a year old
    EXPECT_EQ(world.fleet.inventory.certificates[1].creation_date, world_start - 30 * 24h);
}

TEST(OldCertificate, WithAStatusThatNoAuditLooksAtStaysSilent) {
    const SmallWorld world({.defects = {defect("old-certificate", 1, {{"status", "INACTIVE"}})}});
    EXPECT_TRUE(world.fleet.defects.at(0).checks.empty());
}

TEST(OldCertificate, IsWhatEveryCertificateOfACohortBecomesWithTime) {
    auto description = support::description_of({.defects = {defect("old-certificate", 1)}});
    description.cohorts[0].certificate_age = 360 * 24h;
    const auto fleet = synthesise(description, 7);
    ASSERT_EQ(fleet.defects.size(), 2U);  // the one that was asked for, and the cohort's other
    ASSERT_EQ(fleet.defects[1].checks.size(), 1U);
    EXPECT_TRUE(fleet.defects[1].devices.empty());
    const auto& speaks = fleet.defects[1].checks[0];
    EXPECT_EQ(speaks.check_name, "DEVICE_CERTIFICATE_AGE_CHECK");
    EXPECT_EQ(speaks.device, 1U);
    EXPECT_EQ(speaks.begin, world_start + 5 * 24h);
    EXPECT_FALSE(speaks.resource_value.empty());
}

TEST(OldCertificate, ACohortOfShortLivedCertificatesIsKnownToLapse) {
    auto description = support::description_of({.pumps = 1});
    description.cohorts[0].certificate_validity = 50 * 24h;  // registered 30 days ago
    const auto fleet = synthesise(description, 7);
    ASSERT_EQ(fleet.defects.size(), 1U);
    ASSERT_EQ(fleet.defects[0].checks.size(), 2U);
    EXPECT_EQ(fleet.defects[0].checks[0].reason_code, "CERTIFICATE_APPROACHING_EXPIRATION");
    EXPECT_EQ(fleet.defects[0].checks[1].begin, world_start + 20 * 24h);
}
