#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::SizeIs;

namespace {

constexpr auto expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";

Service a_service() {
    return Service(a_fleet().with_device("a", expiring_in(24h)).with_device("b", expired_ago(1h)));
}

std::string by_task(const std::string& task, const std::string& more = "") {
    return R"({"taskId": ")" + task + "\"" + more + "}";
}

}  // namespace

TEST(ListAuditFindings, WantsATaskOrAPeriodAndNotBoth) {
    Service service(a_fleet());
    const auto code = [&](const std::string& request) {
        return service.ask("ListAuditFindings", request).code;
    };
    EXPECT_EQ(code("{}"), "InvalidRequestException");
    EXPECT_EQ(code(R"({"startTime": 1})"), "InvalidRequestException");
    EXPECT_EQ(code(R"({"taskId": "x", "startTime": 1, "endTime": 2})"), "InvalidRequestException");
    EXPECT_EQ(code(R"({"startTime": 1, "endTime": 2, "checkName": "X"})"),
              "InvalidRequestException");
    EXPECT_EQ(code(R"({"startTime": 1, "endTime": 2})"), "");
    EXPECT_EQ(code(R"({"startTime": 2, "endTime": 1})"), "InvalidRequestException");
    EXPECT_EQ(code(R"({"taskId": "x y"})"), "InvalidRequestException");
    EXPECT_EQ(code(R"({"taskId": "x", "resourceIdentifier": {}})"), "InvalidRequestException");
    EXPECT_EQ(code(R"({"taskId": "x", "checkName": "REVOKED_DEVICE_CERT_CHECK"})"), "");
}

TEST(ListAuditFindings, FiltersByResourceAndPages) {
    auto service = a_service();
    const auto task = service.enable({expiring}).start({expiring});
    service.wait(1s);
    const auto ask = [&](const std::string& more) {
        return service.answer("ListAuditFindings", by_task(task, more));
    };
    EXPECT_EQ(ask("")["findings"].size(), 2u);
    EXPECT_EQ(ask(R"(, "listSuppressedFindings": true)")["findings"].size(), 0u);
    const auto one =
        ask(R"(, "resourceIdentifier": {"deviceCertificateId": ")" + certificate_id(1) + "\"}");
    ASSERT_EQ(one["findings"].size(), 1u);
    EXPECT_EQ(one["findings"][0]["reasonForNonComplianceCode"], "CERTIFICATE_PAST_EXPIRATION");
    const auto page = ask(R"(, "maxResults": 1)");
    ASSERT_EQ(page["findings"].size(), 1u);
    const auto rest =
        ask(R"(, "maxResults": 1, "nextToken": ")" + page.value("nextToken", "") + "\"");
    EXPECT_EQ(rest["findings"].size(), 1u);
    EXPECT_NE(rest["findings"][0], page["findings"][0]);
    EXPECT_FALSE(rest.contains("nextToken"));
    EXPECT_EQ(service.ask("ListAuditFindings", by_task(task, R"(, "maxResults": 251)")).http, 400);
}

TEST(ListAuditFindings, GivesTwentyFiveUnlessToldOtherwise) {
    auto fleet = a_fleet();
    for (int i = 0; i < 26; ++i) fleet.with_device("d" + std::to_string(i), expiring_in(24h));
    Service service(fleet);
    const auto task = service.enable({expiring}).start({expiring});
    service.wait(1s);
    const auto page = service.answer("ListAuditFindings", by_task(task));
    EXPECT_THAT(page["findings"], SizeIs(25));
    const auto token = R"(, "nextToken": ")" + page.value("nextToken", "") + "\"";
    const auto rest = service.answer("ListAuditFindings", by_task(task, token));
    EXPECT_THAT(rest["findings"], SizeIs(1));
    EXPECT_FALSE(rest.contains("nextToken"));
    const auto all = service.answer("ListAuditFindings", by_task(task, R"(, "maxResults": 250)"));
    EXPECT_THAT(all["findings"], SizeIs(26));
    // A token goes on with its own request only.
    EXPECT_EQ(service.code("ListAuditFindings",
                           by_task(task, token + R"(, "listSuppressedFindings": false)")),
              "InvalidRequestException");
}

TEST(ListAuditFindings, TakesThePeriodOfFindingsWithBothEnds) {
    auto service = a_service();
    service.enable({expiring}).start({expiring});
    service.wait(1s);
    const auto count = [&](fleet::Time begin, fleet::Time end) {
        return service
            .answer("ListAuditFindings", R"({"startTime": )" + fleet::format_epoch_seconds(begin) +
                                             R"(, "endTime": )" + fleet::format_epoch_seconds(end) +
                                             "}")["findings"]
            .size();
    };
    EXPECT_EQ(count(noon + 500ms, noon + 500ms), 2u);
    EXPECT_EQ(count(noon, noon + 499ms), 0u);
    EXPECT_EQ(count(noon + 501ms, noon + 1s), 0u);
}
