#include <gtest/gtest.h>

#include "fleet/pki/read.hpp"
#include "tests/support/small_world.hpp"

using namespace fleet;
using support::defect;
using support::SmallWorld;
using support::world_start;

namespace {
Bytes der_in(const Fleet& fleet, std::string_view file, std::string_view type) {
    for (const auto& [name, pem] : authority_files(fleet))
        if (name == file) return from_pem(pem, type).at(0);
    return {};
}
}  // namespace

TEST(RevokedCa, IsOnTheListOfTheRootThatTheCertificateLeadsTo) {
    const SmallWorld world({.defects = {defect("revoked-ca", 0), defect("expiring-ca", 0)}});
    const auto& inventory = world.fleet.inventory;
    ASSERT_EQ(inventory.ca_certificates.size(), 3U);
    ASSERT_EQ(inventory.revocation_lists.size(), 2U);
    const auto& list = inventory.revocation_lists[1];
    EXPECT_TRUE(list.contains(inventory.ca_certificates[1].serial));
    EXPECT_FALSE(list.contains(inventory.ca_certificates[0].serial));
    EXPECT_FALSE(list.contains(inventory.ca_certificates[2].serial));
    EXPECT_EQ(inventory.ca_certificates[1].crl_url, list.url);
    EXPECT_EQ(inventory.ca_certificates[1].issuer_certificate, list.issuer_certificate);

    const auto ca = der_in(world.fleet, "spare-ca-0.pem", "CERTIFICATE");
    const auto root = der_in(world.fleet, "root-ca.pem", "CERTIFICATE");
    const auto crl = der_in(world.fleet, "root-ca.crl.pem", "X509 CRL");
    EXPECT_TRUE(is_signed_by(ca, root));
    EXPECT_TRUE(is_signed_by(crl, root));
    const auto facts = read_certificate(ca);
    ASSERT_TRUE(facts);
    EXPECT_TRUE(facts->is_ca);
    EXPECT_EQ(facts->crl_url, list.url);
    EXPECT_EQ(facts->ca_issuers_url, inventory.ca_certificates[1].ca_issuers_url);
    EXPECT_EQ(read_revocation_list(crl)->revoked, list.revoked);
}

TEST(RevokedCa, SpeaksOfItselfAloneWhenItHasIssuedNothing) {
    const SmallWorld world({.defects = {defect("revoked-ca", 0)}});
    const auto& checks = world.fleet.defects.at(0).checks;
    ASSERT_EQ(checks.size(), 1U);
    EXPECT_EQ(checks[0].check_name, "REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK");
    EXPECT_EQ(checks[0].reason_code, "CERTIFICATE_REVOKED_BY_ISSUER");
    EXPECT_EQ(checks[0].resource_value, world.fleet.inventory.ca_certificates[1].id_hex());
    EXPECT_EQ(checks[0].begin, world_start);
    const SmallWorld retired({.defects = {defect("revoked-ca", 0, {{"status", "INACTIVE"}})}});
    EXPECT_TRUE(retired.fleet.defects.at(0).checks.empty());
}

TEST(RevokedCa, ThatIssuedTheFleetSpeaksOfItsCertificatesToo) {
    const SmallWorld world(
        {.defects = {defect("revoked-ca", 0, {{"authority", "issuing"}, {"status", "INACTIVE"}})}});
    const auto& inventory = world.fleet.inventory;
    EXPECT_EQ(inventory.ca_certificates.size(), 1U);
    EXPECT_TRUE(inventory.revocation_lists[1].contains(inventory.ca_certificates[0].serial));
    const auto& checks = world.fleet.defects.at(0).checks;
    ASSERT_EQ(checks.size(), 1U);
    EXPECT_EQ(checks[0].check_name, "INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK");
    EXPECT_EQ(checks[0].resource_key, "issuerId");
    EXPECT_EQ(checks[0].resource_value, inventory.ca_certificates[0].id_hex());
}

TEST(RevokedCa, ChangesNoCertificateOfADevice) {
    const SmallWorld usual, other({.defects = {defect("revoked-ca", 0)}}),
        issuing({.defects = {defect("revoked-ca", 0, {{"authority", "issuing"}})}});
    EXPECT_EQ(usual.certificate_id(0), other.certificate_id(0));
    EXPECT_EQ(usual.certificate_id(0), issuing.certificate_id(0));
    EXPECT_EQ(usual.fleet.inventory.ca_certificates[0].id,
              other.fleet.inventory.ca_certificates[0].id);
    EXPECT_TRUE(usual.fleet.inventory.issuer_certificates.empty());
}
