#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {
constexpr auto check = "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK";
}

TEST(RevokedDeviceCertificateStillActive, SpeaksOfWhatTheIssuerRevokedAndTheRegistryKeeps) {
    const auto result =
        run_check(check, a_fleet().with_device("good").with_device("revoked", revoked_by_issuer()));
    EXPECT_EQ(result.resources, 2u);
    ASSERT_THAT(found_in(result), ElementsAre(certificate_id(1)));
    EXPECT_EQ(result.found[0].reason_code, "CERTIFICATE_REVOKED_BY_ISSUER");
}

TEST(RevokedDeviceCertificateStillActive, PassesOverWhatTheRegistryTookOutOfUse) {
    const auto result =
        run_check(check, a_fleet()
                             .with_device("inactive", {revoked_by_issuer(), inactive()})
                             .with_device("revoked", {revoked_by_issuer(), revoked_in_registry()})
                             .with_device("moving", {revoked_by_issuer(), in_transfer()}));
    EXPECT_EQ(result.resources, 1u);
    EXPECT_THAT(found_in(result), ElementsAre(certificate_id(2)));
}

TEST(RevokedDeviceCertificateStillActive, BelievesOnlyAListThatItsIssuerSignedAndPublished) {
    auto badly_signed = a_fleet().with_device("d", revoked_by_issuer());
    badly_signed.inventory().revocation_lists[0].signature_valid = false;
    EXPECT_THAT(found_in(run_check(check, badly_signed)), IsEmpty());

    auto elsewhere = a_fleet().with_device("d", revoked_by_issuer());
    elsewhere.inventory().revocation_lists[0].url = "http://elsewhere.invalid/x.crl";
    EXPECT_THAT(found_in(run_check(check, elsewhere)), IsEmpty());

    auto not_yet = a_fleet().with_device("d", revoked_by_issuer());
    not_yet.inventory().revocation_lists[0].this_update = noon + 1ms;
    EXPECT_THAT(found_in(run_check(check, not_yet)), IsEmpty());

    EXPECT_THAT(found_in(run_check(
                    check, a_fleet().with_device("d", {revoked_by_issuer(), of_unknown_issuer()}))),
                IsEmpty());
}

TEST(RevokedDeviceCertificateStillActive, StillBelievesAListThatIsOverdue) {
    auto fleet = a_fleet().with_device("d", revoked_by_issuer());
    fleet.inventory().revocation_lists[0].next_update = noon - 1h;
    EXPECT_THAT(found_in(run_check(check, fleet)), ElementsAre(certificate_id(0)));
}

TEST(RevokedDeviceCertificateStillActive, CountsACertificateWithoutAnyListAsCompliant) {
    auto fleet = a_fleet().with_device("d", revoked_by_issuer());
    fleet.inventory().revocation_lists.clear();
    const auto result = run_check(check, fleet);
    EXPECT_EQ(result.resources, 1u);
    EXPECT_THAT(result.found, IsEmpty());
}
