#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

namespace {
constexpr auto check = "DEVICE_CERTIFICATE_AGE_CHECK";
constexpr auto day = 24h;
}  // namespace

TEST(DeviceCertificateAge, SpeaksFromExactlyAYearAfterRegistration) {
    const auto result =
        run_check(check, a_fleet()
                             .with_device("speaks", registered_ago(365 * day))
                             .with_device("silent", registered_ago(365 * day - 1ms)));
    EXPECT_EQ(result.resources, 2u);
    ASSERT_THAT(found_in(result), ElementsAre(certificate_id(0)));
    const auto& found = result.found.front();
    EXPECT_EQ(found.reason, "Certificate is past its age threshold.");
    EXPECT_EQ(found.reason_code, "CERTIFICATE_PAST_AGE_THRESHOLD");
    EXPECT_THAT(
        found.resource.additional_info,
        ElementsAre(Pair("CREATION_TIME", std::to_string(fleet::epoch_ms(noon - 365 * day)))));
}

TEST(DeviceCertificateAge, CountsFromRegistrationAndNotFromNotBefore) {
    auto fleet = a_fleet().with_device("d");
    fleet.inventory().certificates[0].not_before = noon - 4000 * day;
    EXPECT_THAT(found_in(run_check(check, fleet)), IsEmpty());
}

TEST(DeviceCertificateAge, CountsFromNotBeforeWhenToldSo) {
    auto fleet = a_fleet().with_device("speaks").with_device("silent");
    fleet.inventory().certificates[0].not_before = noon - 365 * day;
    fleet.inventory().certificates[1].not_before = noon - 365 * day + 1ms;
    Service service(fleet);
    service.account.reading.age_origin = engine::AgeOrigin::not_before;
    service.enable({check});
    service.start({check});
    service.wait(1min);
    ASSERT_EQ(service.findings().audit_findings.size(), 1u);
    EXPECT_THAT(service.findings().audit_findings[0].resource.additional_info,
                ElementsAre(Pair("NOT_BEFORE", std::to_string(fleet::epoch_ms(noon - 365 * day)))));
}

TEST(DeviceCertificateAge, TakesItsThresholdFromTheConfiguration) {
    Service service(a_fleet()
                        .with_device("younger", registered_ago(100 * day - 1ms))
                        .with_device("older", registered_ago(100 * day)));
    service.enable({check});
    service.answer("UpdateAccountAuditConfiguration",
                   R"({"auditCheckConfigurations": {"DEVICE_CERTIFICATE_AGE_CHECK":
                       {"configuration": {"CERT_AGE_THRESHOLD_IN_DAYS": "100"}}}})");
    service.start({check});
    service.wait(1min);
    ASSERT_EQ(service.findings().audit_findings.size(), 1u);
    EXPECT_EQ(service.findings().audit_findings[0].resource.identifier[0].second,
              certificate_id(1));
    EXPECT_EQ(service.findings().audit_findings[0].severity, engine::Severity::low);
    const auto refused = service.ask("UpdateAccountAuditConfiguration",
                                     R"({"auditCheckConfigurations": {
        "DEVICE_CERTIFICATE_AGE_CHECK":
            {"configuration": {"CERT_EXPIRATION_THRESHOLD_IN_DAYS": "100"}}}})");
    EXPECT_EQ(refused.code, "InvalidRequestException");
}

TEST(DeviceCertificateAge, LooksOnlyAtCertificatesThatCanBeUsed) {
    const auto old = registered_ago(400 * day);
    const auto result = run_check(check, a_fleet()
                                             .with_device("inactive", {old, inactive()})
                                             .with_device("revoked", {old, revoked_in_registry()})
                                             .with_device("moving", {old, in_transfer()})
                                             .with_device("of tomorrow", registered_ago(-day)));
    EXPECT_EQ(result.resources, 2u);
    EXPECT_THAT(found_in(result), ElementsAre(certificate_id(2)));
}
