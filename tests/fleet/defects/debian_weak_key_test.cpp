#include <gtest/gtest.h>

#include "fleet/pki/read.hpp"
#include "tests/support/small_world.hpp"

using namespace fleet;
using support::defect;
using support::SmallWorld;
using support::world_start;

TEST(DebianWeakKey, IsInTheCertificateItselfAndInWhatTheRegistryKeeps) {
    const SmallWorld world({.pumps = 2, .defects = {defect("debian-weak-key", 1)}});
    const auto& weak = world.fleet.inventory.certificates[0].key;
    EXPECT_TRUE(weak.is_debian_weak);
    EXPECT_FALSE(weak.is_roca);
    EXPECT_EQ(weak.algorithm, KeyAlgorithm::rsa);
    EXPECT_EQ(weak.bits, 2048);
    const auto read = read_certificate(world.fleet.issue(world.fleet.credentials[0]).der);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->key, weak);
    const auto& good = world.fleet.inventory.certificates[1].key;
    EXPECT_EQ(good,
              (KeyFacts{.algorithm = KeyAlgorithm::ec, .curve = KeyCurve::p256, .bits = 256}));
}

TEST(DebianWeakKey, SpeaksFromTheStartWhileTheCertificateIsInUse) {
    const SmallWorld world({.defects = {defect("debian-weak-key", 1)}});
    ASSERT_EQ(world.fleet.defects.at(0).checks.size(), 1U);
    const auto& speaks = world.fleet.defects[0].checks[0];
    EXPECT_EQ(speaks.check_name, "DEVICE_CERTIFICATE_KEY_QUALITY_CHECK");
    EXPECT_EQ(speaks.reason_code, "CERTIFICATE_KEY_VULNERABILITY_CVE-2008-0166");
    EXPECT_EQ(speaks.resource_value, world.certificate_id(0));
    EXPECT_EQ(speaks.begin, world_start);
    const SmallWorld retired({.defects = {defect("debian-weak-key", 1, {{"status", "INACTIVE"}})}});
    EXPECT_TRUE(retired.fleet.inventory.certificates[0].key.is_debian_weak);
    EXPECT_TRUE(retired.fleet.defects.at(0).checks.empty());
}
