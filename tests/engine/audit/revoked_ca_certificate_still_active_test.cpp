#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {
constexpr auto check = "REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK";

/// The registered CA is on the list of the root above it.
FleetBuilder with_revoked_ca() {
    auto fleet = a_fleet().with_unregistered_issuer(false);
    fleet.inventory().revocation_lists[1].revoked = {fleet.ca().serial};
    return fleet;
}
}  // namespace

TEST(RevokedCaCertificateStillActive, SpeaksOfACaThatItsRootRevoked) {
    const auto result = run_check(check, with_revoked_ca());
    EXPECT_EQ(result.resources, 1u);
    ASSERT_THAT(found_in(result), ElementsAre(ca_certificate_id()));
    EXPECT_EQ(result.found[0].reason_code, "CERTIFICATE_REVOKED_BY_ISSUER");
    EXPECT_EQ(result.found[0].resource.type, "CA_CERTIFICATE");
    EXPECT_THAT(found_in(run_check(check, a_fleet().with_unregistered_issuer(true))), IsEmpty());
}

TEST(RevokedCaCertificateStillActive, PassesOverAnInactiveCa) {
    auto fleet = with_revoked_ca();
    fleet.ca().status = fleet::CertificateStatus::inactive;
    EXPECT_EQ(run_check(check, fleet).resources, 0u);
    EXPECT_THAT(run_check(check, fleet).found, IsEmpty());
}

TEST(RevokedCaCertificateStillActive, NeedsTheIssuersCertificateAndAListAtTheNamedPlace) {
    auto unknown = with_revoked_ca();
    unknown.ca().issuer_certificate = fleet::no_index;
    EXPECT_THAT(found_in(run_check(check, unknown)), IsEmpty());
    auto nowhere = with_revoked_ca();
    nowhere.ca().crl_url.clear();
    EXPECT_THAT(found_in(run_check(check, nowhere)), IsEmpty());
    auto elsewhere = with_revoked_ca();
    elsewhere.ca().crl_url = "http://elsewhere.invalid/x.crl";
    EXPECT_THAT(found_in(run_check(check, elsewhere)), IsEmpty());
    EXPECT_EQ(run_check(check, elsewhere).resources, 1u);
}

TEST(RevokedCaCertificateStillActive, BelievesOnlyAListThatTheIssuerSignedAndPublished) {
    auto by_another = with_revoked_ca();
    by_another.inventory().revocation_lists[1].issuer_certificate = 1;
    EXPECT_THAT(found_in(run_check(check, by_another)), IsEmpty());
    auto badly_signed = with_revoked_ca();
    badly_signed.inventory().revocation_lists[1].signature_valid = false;
    EXPECT_THAT(found_in(run_check(check, badly_signed)), IsEmpty());
    auto not_yet = with_revoked_ca();
    not_yet.inventory().revocation_lists[1].this_update = noon + 1ms;
    EXPECT_THAT(found_in(run_check(check, not_yet)), IsEmpty());
    auto overdue = with_revoked_ca();
    overdue.inventory().revocation_lists[1].next_update = noon - 1h;
    EXPECT_THAT(found_in(run_check(check, overdue)), ElementsAre(ca_certificate_id()));
}

TEST(RevokedCaCertificateStillActive, GoesByTheNewestList) {
    auto fleet = with_revoked_ca();
    auto newer = fleet.inventory().revocation_lists[1];
    newer.this_update += 1h;
    newer.revoked.clear();  // it was taken off again
    fleet.inventory().revocation_lists.push_back(newer);
    EXPECT_THAT(found_in(run_check(check, fleet)), IsEmpty());
}

TEST(RevokedCaCertificateStillActive, NeverSpeaksOfACaThatSignedItself) {
    auto fleet = with_revoked_ca();
    fleet.ca().issuer = fleet.ca().subject;
    EXPECT_THAT(found_in(run_check(check, fleet)), IsEmpty());
}

TEST(RevokedCaCertificateStillActive, KnowsAnIssuerThatIsRegisteredToo) {
    auto fleet = with_revoked_ca();
    auto& inventory = fleet.inventory();
    fleet::CaCertificate root;
    root.id[0] = 0xAA;
    root.subject = root.issuer = {{"CommonName", "Root"}};
    inventory.ca_certificates.push_back(root);
    fleet.ca().issuer_certificate = fleet::no_index;
    fleet.ca().ca = 1;
    inventory.revocation_lists[1].issuer_certificate = fleet::no_index;
    inventory.revocation_lists[1].ca = 1;
    EXPECT_THAT(found_in(run_check(check, fleet)), ElementsAre(ca_certificate_id()));
}
