#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

namespace {
constexpr auto check = "DEVICE_CERTIFICATE_EXPIRING_CHECK";
constexpr auto day = 24h;
}  // namespace

TEST(DeviceCertificateExpiring, SpeaksFromExactlyThirtyDaysBefore) {
    const auto result = run_check(check, a_fleet()
                                             .with_device("speaks", expiring_in(30 * day))
                                             .with_device("silent", expiring_in(30 * day + 1ms)));
    EXPECT_EQ(result.resources, 2u);
    ASSERT_THAT(found_in(result), ElementsAre(certificate_id(0)));
    const auto& found = result.found.front();
    EXPECT_EQ(found.reason, "Certificate is approaching its expiration.");
    EXPECT_EQ(found.reason_code, "CERTIFICATE_APPROACHING_EXPIRATION");
    EXPECT_EQ(found.resource.type, "DEVICE_CERTIFICATE");
    EXPECT_THAT(
        found.resource.additional_info,
        ElementsAre(Pair("EXPIRATION_TIME", std::to_string(fleet::epoch_ms(noon + 30 * day)))));
}

TEST(DeviceCertificateExpiring, CallsACertificatePastFromTheVeryInstantItLapses) {
    const auto result = run_check(check, a_fleet()
                                             .with_device("now", expiring_in(0ms))
                                             .with_device("a moment left", expiring_in(1ms))
                                             .with_device("long gone", expired_ago(400 * day)));
    ASSERT_EQ(result.found.size(), 3u);
    EXPECT_EQ(result.found[0].reason_code, "CERTIFICATE_PAST_EXPIRATION");
    EXPECT_EQ(result.found[0].reason, "Certificate is past its expiration.");
    EXPECT_EQ(result.found[1].reason_code, "CERTIFICATE_APPROACHING_EXPIRATION");
    EXPECT_EQ(result.found[2].reason_code, "CERTIFICATE_PAST_EXPIRATION");
}

TEST(DeviceCertificateExpiring, LooksOnlyAtCertificatesThatCanBeUsed) {
    const auto result =
        run_check(check, a_fleet()
                             .with_device("inactive", {expired_ago(day), inactive()})
                             .with_device("revoked", {expired_ago(day), revoked_in_registry()})
                             .with_device("moving", {expired_ago(day), in_transfer()}));
    EXPECT_EQ(result.resources, 1u);
    EXPECT_THAT(found_in(result), ElementsAre(certificate_id(2)));
}

TEST(DeviceCertificateExpiring, FindsNothingInAnEmptyRegistry) {
    const auto result = run_check(check, a_fleet());
    EXPECT_EQ(result.state, engine::CheckResult::State::evaluated);
    EXPECT_EQ(result.resources, 0u);
    EXPECT_THAT(result.found, IsEmpty());
}
