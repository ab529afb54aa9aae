#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

namespace {
constexpr auto check = "CA_CERTIFICATE_EXPIRING_CHECK";
constexpr auto day = 24h;

engine::CheckResult with_ca_that_has(fleet::Duration left, fleet::CertificateStatus status = {}) {
    auto fleet = a_fleet();
    fleet.ca().not_after = noon + left;
    fleet.ca().status = status;
    return run_check(check, fleet);
}
}  // namespace

TEST(CaCertificateExpiring, SpeaksFromExactlyThirtyDaysBefore) {
    const auto result = with_ca_that_has(30 * day);
    EXPECT_EQ(result.resources, 1u);
    ASSERT_THAT(found_in(result), ElementsAre(ca_certificate_id()));
    const auto& found = result.found.front();
    EXPECT_EQ(found.reason, "Certificate is approaching its expiration.");
    EXPECT_EQ(found.reason_code, "CERTIFICATE_APPROACHING_EXPIRATION");
    EXPECT_EQ(found.resource.type, "CA_CERTIFICATE");
    EXPECT_EQ(found.resource.identifier.front().first, "caCertificateId");
    EXPECT_THAT(
        found.resource.additional_info,
        ElementsAre(Pair("EXPIRATION_TIME", std::to_string(fleet::epoch_ms(noon + 30 * day)))));
    EXPECT_THAT(found_in(with_ca_that_has(30 * day + 1ms)), IsEmpty());
}

TEST(CaCertificateExpiring, CallsACertificatePastFromTheVeryInstantItLapses) {
    EXPECT_EQ(with_ca_that_has(1ms).found.at(0).reason_code, "CERTIFICATE_APPROACHING_EXPIRATION");
    const auto now = with_ca_that_has(0ms);
    EXPECT_EQ(now.found.at(0).reason_code, "CERTIFICATE_PAST_EXPIRATION");
    EXPECT_EQ(now.found.at(0).reason, "Certificate is past its expiration.");
    EXPECT_EQ(with_ca_that_has(-400 * day).found.at(0).reason_code, "CERTIFICATE_PAST_EXPIRATION");
}

TEST(CaCertificateExpiring, PassesOverWhatIsInactiveAndCountsNoDevices) {
    const auto result = with_ca_that_has(-day, fleet::CertificateStatus::inactive);
    EXPECT_EQ(result.resources, 0u);
    EXPECT_THAT(result.found, IsEmpty());
    auto none = a_fleet().with_device("d", expired_ago(day));
    none.inventory().ca_certificates.clear();
    EXPECT_EQ(run_check(check, none).state, engine::CheckResult::State::evaluated);
    EXPECT_EQ(run_check(check, none).resources, 0u);
}

TEST(CaCertificateExpiring, HasNoParameter) {
    EXPECT_EQ(engine::audit_check(check)->threshold_name, "");
}
