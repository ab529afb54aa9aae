#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

constexpr auto update = "UpdateScheduledAudit";
constexpr auto expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";

struct AService : Service {
    explicit AService(std::string_view frequency, std::string_view days) : Service(a_fleet()) {
        enable({expiring, "CONFLICTING_CLIENT_IDS_CHECK"})
            .schedule("nightly", frequency, days, {expiring});
    }
};

std::string with(std::string_view more) {
    return R"({"scheduledAuditName": "nightly", )" + std::string(more) + "}";
}

fleet::Json told(Service& service) {
    return service.answer("DescribeScheduledAudit", R"({"scheduledAuditName": "nightly"})");
}

}  // namespace

TEST(UpdateScheduledAudit, ChangesWhatIsGivenAndKeepsTheRest) {
    AService service("WEEKLY", R"({"dayOfWeek": "MON"})");
    const auto answer = service.answer(update, with(R"("frequency": "BIWEEKLY")"));
    EXPECT_THAT(answer["scheduledAuditArn"].get<std::string>(),
                HasSubstr("scheduledaudit/nightly"));
    EXPECT_EQ(told(service)["frequency"], "BIWEEKLY");
    EXPECT_EQ(told(service)["dayOfWeek"], "MON");
    service.answer(update, with(R"("frequency": "MONTHLY", "dayOfMonth": "LAST")"));
    EXPECT_FALSE(told(service).contains("dayOfWeek"));
    EXPECT_EQ(told(service)["dayOfMonth"], "LAST");
    service.answer(update, with(R"("frequency": "DAILY")"));
    EXPECT_FALSE(told(service).contains("dayOfMonth"));
    EXPECT_EQ(told(service)["targetCheckNames"], fleet::Json::array({expiring}));
}

TEST(UpdateScheduledAudit, AnchorsAnewOnlyWhenItIsToldWhenToRun) {
    AService service("BIWEEKLY", R"({"dayOfWeek": "MON"})");
    service.wait(30 * 24h);
    const auto anchored = engine::next_scheduled_start(service.account);
    service.answer(update, with(R"("targetCheckNames": ["CONFLICTING_CLIENT_IDS_CHECK"])"));
    EXPECT_EQ(engine::next_scheduled_start(service.account), anchored);
    // The Monday before the one that would have been the turn of the old anchor.
    service.wait(*anchored - 8 * 24h - service.now);
    service.answer(update, with(R"("frequency": "BIWEEKLY")"));
    EXPECT_EQ(engine::next_scheduled_start(service.account), *anchored - 7 * 24h);
}

TEST(UpdateScheduledAudit, RefusesWhatCreatingRefuses) {
    AService service("DAILY", "");
    const auto code = [&](std::string_view more) { return service.code(update, with(more)); };
    const std::string invalid = "InvalidRequestException";
    EXPECT_EQ(code(R"("frequency": "WEEKLY")"), invalid);
    EXPECT_EQ(code(R"("dayOfWeek": "MON")"), invalid);
    EXPECT_EQ(code(R"("dayOfMonth": "1")"), invalid);
    EXPECT_EQ(code(R"("targetCheckNames": [])"), invalid);
    EXPECT_EQ(code(R"("targetCheckNames": ["NO_CHECK"])"), invalid);
    EXPECT_EQ(code(R"("targetCheckNames": ["DEVICE_CERTIFICATE_SHARED_CHECK"])"), invalid);
    EXPECT_EQ(code(R"("tags": [])"), invalid);
    EXPECT_EQ(told(service)["frequency"], "DAILY");
    EXPECT_EQ(service.code(update, R"({"scheduledAuditName": "x"})"), "ResourceNotFoundException");
    EXPECT_EQ(service.code(update, R"({"scheduledAuditName": "a b"})"), invalid);
}
