#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

constexpr auto create = "CreateScheduledAudit";
constexpr auto invalid = "InvalidRequestException";

std::string named(std::string_view name, std::string_view more) {
    return R"({"scheduledAuditName": ")" + std::string(name) +
           R"(", "targetCheckNames": ["DEVICE_CERTIFICATE_EXPIRING_CHECK"], )" + std::string(more) +
           "}";
}

struct AService : Service {
    AService() : Service(a_fleet()) { enable({"DEVICE_CERTIFICATE_EXPIRING_CHECK"}); }
};

}  // namespace

TEST(CreateScheduledAudit, GivesTheArnAndStartsAtTheFirstDayThatFits) {
    AService service;
    const auto made =
        service.answer(create, named("nightly", R"("frequency": "MONTHLY", "dayOfMonth": "LAST",
                                    "tags": [{"Key": "a", "Value": "b"}])"));
    EXPECT_EQ(made["scheduledAuditArn"],
              "arn:aws:iot:us-east-1:123456789012:scheduledaudit/nightly");
    EXPECT_EQ(engine::next_scheduled_start(service.account),
              *fleet::parse_time("2018-08-31T00:00:00Z") + engine::start_of_day_offset("nightly"));
}

TEST(CreateScheduledAudit, NeedsTheDayOfItsFrequencyAndNoOther) {
    AService service;
    const auto code = [&](std::string_view more) { return service.code(create, named("a", more)); };
    EXPECT_EQ(code(R"("frequency": "WEEKLY")"), invalid);
    EXPECT_EQ(code(R"("frequency": "BIWEEKLY")"), invalid);
    EXPECT_EQ(code(R"("frequency": "MONTHLY")"), invalid);
    EXPECT_EQ(code(R"("frequency": "DAILY", "dayOfWeek": "MON")"), invalid);
    EXPECT_EQ(code(R"("frequency": "DAILY", "dayOfMonth": "1")"), invalid);
    EXPECT_EQ(code(R"("frequency": "WEEKLY", "dayOfWeek": "MON", "dayOfMonth": "1")"), invalid);
    EXPECT_EQ(code(R"("frequency": "MONTHLY", "dayOfMonth": "1", "dayOfWeek": "MON")"), invalid);
    EXPECT_EQ(code(R"("frequency": "WEEKLY", "dayOfWeek": "Monday")"), invalid);
    EXPECT_EQ(code(R"("frequency": "MONTHLY", "dayOfMonth": "32")"), invalid);
    EXPECT_EQ(code(R"("frequency": "MONTHLY", "dayOfMonth": 1)"), invalid);
    EXPECT_EQ(code(R"("frequency": "HOURLY")"), invalid);
    EXPECT_TRUE(service.account.schedules.empty());
    EXPECT_EQ(code(R"("frequency": "WEEKLY", "dayOfWeek": "MON")"), "");
}

TEST(CreateScheduledAudit, RefusesChecksThatAreUnknownDisabledOrNone) {
    AService service;
    const auto of = [&](std::string_view checks) {
        return service.ask(create, R"({"scheduledAuditName": "a", "frequency": "DAILY",
                                      "targetCheckNames": )" +
                                       std::string(checks) + "}");
    };
    EXPECT_EQ(of(R"(["NO_CHECK"])").message, "Request contains an invalid Audit Check Name.");
    EXPECT_THAT(of(R"(["CONFLICTING_CLIENT_IDS_CHECK"])").message, HasSubstr("is not enabled"));
    EXPECT_EQ(of("[]").code, invalid);
    EXPECT_EQ(of(R"(["DEVICE_CERT_APPROACHING_EXPIRATION_CHECK",
                     "DEVICE_CERTIFICATE_EXPIRING_CHECK"])")
                  .code,
              "");
    EXPECT_THAT(service.account.schedules.find("a")->second.checks, SizeIs(1));
}

TEST(CreateScheduledAudit, RefusesASecondOfOneNameAndASixth) {
    AService service;
    for (const auto* name : {"a", "b", "c", "d"})
        EXPECT_EQ(service.code(create, named(name, R"("frequency": "DAILY")")), "");
    const auto again = service.ask(create, named("a", R"("frequency": "DAILY")"));
    EXPECT_EQ(again.code, "ResourceAlreadyExistsException");
    EXPECT_EQ(again.http, 409);
    EXPECT_EQ(service.code(create, named("e", R"("frequency": "DAILY")")), "");
    const auto sixth = service.ask(create, named("f", R"("frequency": "DAILY")"));
    EXPECT_EQ(sixth.code, "LimitExceededException");
    EXPECT_EQ(sixth.http, 410);
    EXPECT_THAT(service.account.schedules, SizeIs(5));
}

TEST(CreateScheduledAudit, TakesNamesOfUpTo128Characters) {
    AService service;
    const auto code = [&](const std::string& name) {
        return service.code(create, named(name, R"("frequency": "DAILY")"));
    };
    EXPECT_EQ(code(""), invalid);
    EXPECT_EQ(code("a b"), invalid);
    EXPECT_EQ(code("a.b"), invalid);
    EXPECT_EQ(code(std::string(129, 'a')), invalid);
    EXPECT_EQ(code(std::string(127, 'a') + "_"), "");
}
