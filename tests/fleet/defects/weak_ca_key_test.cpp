#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

using namespace fleet;
using support::defect;
using support::SmallWorld;

TEST(WeakCaKey, IsFoundInTheKeyOfACaBesideTheIssuingOne) {
    const SmallWorld world({.defects = {defect("weak-ca-key", 0, {{"vulnerability", "roca"}}),
                                        defect("weak-ca-key", 0, {{"vulnerability", "debian"}})}});
    const auto& registered = world.fleet.inventory.ca_certificates;
    ASSERT_EQ(registered.size(), 3U);
    EXPECT_EQ(registered[0].key.algorithm, KeyAlgorithm::ec);
    EXPECT_TRUE(registered[1].key.is_roca);
    EXPECT_TRUE(registered[2].key.is_debian_weak);
    for (const std::size_t i : {0, 1}) {
        ASSERT_EQ(world.fleet.defects.at(i).checks.size(), 1U);
        const auto& speaks = world.fleet.defects[i].checks[0];
        EXPECT_EQ(speaks.check_name, "CA_CERTIFICATE_KEY_QUALITY_CHECK");
        EXPECT_EQ(speaks.resource_value, registered[i + 1].id_hex());
    }
    EXPECT_EQ(world.fleet.defects[0].checks[0].reason_code,
              "CERTIFICATE_KEY_VULNERABILITY_CVE-2017-15361");
    EXPECT_EQ(world.fleet.defects[1].checks[0].reason_code,
              "CERTIFICATE_KEY_VULNERABILITY_CVE-2008-0166");
}

TEST(WeakCaKey, StaysSilentWhenItIsInactive) {
    const SmallWorld world({.defects = {defect("weak-ca-key", 0, {{"status", "INACTIVE"}})}});
    EXPECT_TRUE(world.fleet.defects.at(0).checks.empty());
}
