#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

constexpr auto check = "LOGGING_DISABLED_CHECK";

engine::CheckResult result_of(std::optional<fleet::LoggingOptions> logging,
                              std::optional<fleet::FirstLoggingOptions> first) {
    auto fleet = a_fleet();
    fleet.inventory().account.logging = std::move(logging);
    fleet.inventory().account.first_logging = std::move(first);
    return run_check(check, fleet);
}

fleet::LoggingOptions logging_at(std::string level, bool is_all_disabled = false) {
    return {
        .role_arn = "", .default_log_level = std::move(level), .disable_all_logs = is_all_disabled};
}
fleet::FirstLoggingOptions first_at(std::string level) {
    return {.role_arn = "", .log_level = std::move(level)};
}

}  // namespace

TEST(LoggingDisabled, SpeaksOfTheAccountWhenNothingWasEverConfigured) {
    const auto result = result_of({}, {});
    EXPECT_EQ(result.resources, 1u);
    ASSERT_THAT(found_in(result), ElementsAre("123456789012"));
    EXPECT_EQ(result.found[0].resource.type, "ACCOUNT_SETTINGS");
    EXPECT_EQ(result.found[0].resource.identifier[0].first, "account");
    EXPECT_EQ(result.found[0].reason_code, "LOGGING_DISABLED");
    EXPECT_EQ(result.found[0].reason, "Logging is disabled.");
    EXPECT_THAT(result.found[0].related, IsEmpty());
}

TEST(LoggingDisabled, SpeaksWhenEverythingConfiguredIsOff) {
    EXPECT_THAT(result_of(logging_at("DISABLED"), {}).found, testing::SizeIs(1));
    EXPECT_THAT(result_of(logging_at("DEBUG", true), {}).found, testing::SizeIs(1));
    EXPECT_THAT(result_of({}, first_at("DISABLED")).found, testing::SizeIs(1));
    EXPECT_THAT(result_of(logging_at("INFO", true), first_at("DISABLED")).found,
                testing::SizeIs(1));
}

TEST(LoggingDisabled, IsContentWithEitherGenerationOfOptions) {
    for (const auto* level : {"DEBUG", "INFO", "WARN", "ERROR"}) {
        const auto result = result_of(logging_at(level), {});
        EXPECT_EQ(result.resources, 1u);
        EXPECT_THAT(result.found, IsEmpty()) << level;
        EXPECT_THAT(result_of({}, first_at(level)).found, IsEmpty()) << level;
        EXPECT_THAT(result_of(logging_at("DISABLED"), first_at(level)).found, IsEmpty()) << level;
    }
}

TEST(LoggingDisabled, NeedsBothReadsOfLogging) {
    const auto& reads = engine::audit_check(check)->reads;
    EXPECT_THAT(std::vector(reads.begin(), reads.end()),
                ElementsAre("iot:GetLoggingOptions", "iot:GetV2LoggingOptions"));
}
