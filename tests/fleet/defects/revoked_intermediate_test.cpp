#include <gtest/gtest.h>

#include "fleet/pki/read.hpp"
#include "tests/support/small_world.hpp"

using namespace fleet;
using support::defect;
using support::SmallWorld;
using support::world_start;

TEST(RevokedIntermediate, IssuedTheCertificatesButIsNotRegistered) {
    const SmallWorld world({.pumps = 3, .defects = {defect("revoked-intermediate", 2)}});
    const auto& inventory = world.fleet.inventory;
    ASSERT_EQ(inventory.issuer_certificates.size(), 2U);  // the root and the intermediate
    EXPECT_EQ(inventory.ca_certificates.size(), 1U);
    for (const std::size_t i : {0, 1}) {
        EXPECT_EQ(inventory.certificates[i].ca, no_index);
        EXPECT_EQ(inventory.certificates[i].issuer_certificate, 1U);
        const auto facts = read_certificate(world.fleet.issue(world.fleet.credentials[i]).der);
        EXPECT_EQ(facts->issuer, inventory.issuer_certificates[1].subject);
        EXPECT_EQ(facts->id, inventory.certificates[i].id);
    }
    EXPECT_EQ(inventory.certificates[2].ca, 0U);
    EXPECT_EQ(inventory.certificates[2].issuer_certificate, no_index);
    EXPECT_TRUE(inventory.revocation_lists[1].contains(inventory.issuer_certificates[1].serial));
    EXPECT_NE(broker_identity(world.fleet)
                  .trusted_cas.find(
                      to_pem(from_pem(authority_files(world.fleet)[4].second, "CERTIFICATE").at(0),
                             "CERTIFICATE")),
              std::string::npos);
}

TEST(RevokedIntermediate, SpeaksOfTheIssuerOnceHoweverManyDevicesItHas) {
    const SmallWorld world({.pumps = 3, .defects = {defect("revoked-intermediate", 2)}});
    const auto& checks = world.fleet.defects.at(0).checks;
    ASSERT_EQ(checks.size(), 1U);
    EXPECT_EQ(checks[0].check_name, "INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK");
    EXPECT_EQ(checks[0].reason_code, "INTERMEDIATE_CA_REVOKED_BY_ISSUER");
    EXPECT_EQ(checks[0].resource_key, "issuerId");
    EXPECT_EQ(checks[0].resource_value, world.fleet.inventory.issuer_certificates[1].id_hex());
    EXPECT_EQ(checks[0].begin, world_start);
}

TEST(RevokedIntermediate, StaysSilentWhenItIsValidOrNothingBelowItIsActive) {
    const SmallWorld valid(
        {.defects = {defect("revoked-intermediate", 1, {{"intermediate", "valid"}})}});
    EXPECT_TRUE(valid.fleet.defects.at(0).checks.empty());
    EXPECT_TRUE(valid.fleet.inventory.revocation_lists[1].revoked.empty());
    const SmallWorld moving(
        {.defects = {defect("revoked-intermediate", 1, {{"status", "PENDING_TRANSFER"}})}});
    EXPECT_TRUE(moving.fleet.defects.at(0).checks.empty());
}
