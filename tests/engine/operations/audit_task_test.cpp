#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

constexpr auto expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";
constexpr auto start_task = "StartOnDemandAuditTask";
constexpr auto of_expiring = R"({"targetCheckNames": ["DEVICE_CERTIFICATE_EXPIRING_CHECK"]})";

Service a_service() {
    return Service(a_fleet().with_device("a", expiring_in(24h)).with_device("b", expired_ago(1h)));
}

std::string by_task(const std::string& task, const std::string& more = "") {
    return R"({"taskId": ")" + task + "\"" + more + "}";
}

}  // namespace

TEST(StartOnDemandAuditTask, RefusesWhatIsUnknownDisabledOrNothing) {
    Service service(a_fleet());
    const auto unknown = service.ask(start_task, R"({"targetCheckNames": ["NO_CHECK"]})");
    EXPECT_EQ(unknown.code, "InvalidRequestException");
    EXPECT_EQ(unknown.http, 400);
    EXPECT_EQ(unknown.message, "Request contains an invalid Audit Check Name.");
    EXPECT_THAT(service.ask(start_task, of_expiring).message, HasSubstr("is not enabled"));
    EXPECT_EQ(service.ask(start_task, R"({"targetCheckNames": []})").code,
              "InvalidRequestException");
    EXPECT_THAT(service.ask(start_task, "{}").message, HasSubstr("required"));
    EXPECT_THAT(service.findings().tasks, SizeIs(0));
}

TEST(StartOnDemandAuditTask, RunsTenAtOnceAndNotEleven) {
    Service service(a_fleet());
    service.enable({expiring});
    for (int i = 0; i < 10; ++i) service.start({expiring});
    const auto refused = service.ask(start_task, of_expiring);
    EXPECT_EQ(refused.code, "LimitExceededException");
    EXPECT_EQ(refused.http, 410);
    EXPECT_EQ(service.wait(500ms).ask(start_task, of_expiring).code, "");
    EXPECT_THAT(service.findings().tasks, SizeIs(11));
}

TEST(DescribeAuditTask, KnowsNoTaskThatWasNeverStarted) {
    Service service(a_fleet());
    EXPECT_EQ(service.ask("DescribeAuditTask", by_task("x")).http, 404);
}

TEST(CancelAuditTask, EndsWhatRunsAndRefusesWhatHasEnded) {
    Service service(a_fleet());
    const auto task = service.enable({expiring}).start({expiring});
    service.answer("CancelAuditTask", by_task(task));
    service.wait(1s);
    const auto told = service.describe(task);
    EXPECT_EQ(told["taskStatus"], "CANCELED");
    EXPECT_EQ(told["taskStatistics"]["canceledChecks"], 1);
    EXPECT_EQ(service.ask("CancelAuditTask", by_task(task)).code, "InvalidRequestException");
    EXPECT_EQ(service.ask("CancelAuditTask", by_task("x")).code, "ResourceNotFoundException");
}

TEST(ListAuditTasks, ListsThePeriodWithBothEnds) {
    auto service = a_service();
    service.enable({expiring}).start({expiring});
    service.wait(1h).start({expiring});
    const auto count = [&](fleet::Time begin, fleet::Time end, std::string_view more = "") {
        const auto request = R"({"startTime": )" + fleet::format_epoch_seconds(begin) +
                             R"(, "endTime": )" + fleet::format_epoch_seconds(end) +
                             std::string(more) + "}";
        return service.answer("ListAuditTasks", request)["tasks"].size();
    };
    EXPECT_EQ(count(noon, noon + 1h), 2u);
    EXPECT_EQ(count(noon + 1ms, noon + 1h), 1u);
    EXPECT_EQ(count(noon, noon + 1h, R"(, "taskStatus": "COMPLETED")"), 1u);
    EXPECT_EQ(count(noon, noon + 1h, R"(, "taskType": "SCHEDULED_AUDIT_TASK")"), 0u);
}

TEST(ListAuditTasks, RefusesPeriodsAndWordsThatAreNone) {
    auto service = a_service();
    const auto code = [&](fleet::Time begin, fleet::Time end, std::string_view more = "") {
        return service.code("ListAuditTasks",
                            R"({"startTime": )" + fleet::format_epoch_seconds(begin) +
                                R"(, "endTime": )" + fleet::format_epoch_seconds(end) +
                                std::string(more) + "}");
    };
    EXPECT_EQ(code(noon - 90 * 24h, noon), "");
    EXPECT_EQ(code(noon - 90 * 24h - 1ms, noon), "InvalidRequestException");
    EXPECT_EQ(code(noon, noon), "");
    EXPECT_EQ(code(noon, noon - 1ms), "InvalidRequestException");
    EXPECT_EQ(code(noon, noon, R"(, "taskType": "NIGHTLY")"), "InvalidRequestException");
    EXPECT_EQ(code(noon, noon, R"(, "taskStatus": "DONE")"), "InvalidRequestException");
    EXPECT_EQ(service.code("ListAuditTasks", R"({"startTime": 1})"), "InvalidRequestException");
}

TEST(ListAuditTasks, TellsNoTimes) {
    auto service = a_service();
    const auto task = service.enable({expiring}).start({expiring});
    const auto listed = service.answer(
        "ListAuditTasks", R"({"startTime": )" + fleet::format_epoch_seconds(noon) +
                              R"(, "endTime": )" + fleet::format_epoch_seconds(noon) + "}");
    EXPECT_EQ(fleet::to_line(listed["tasks"]),
              R"([{"taskId":")" + task +
                  R"(","taskStatus":"IN_PROGRESS","taskType":"ON_DEMAND_AUDIT_TASK"}])");
}

TEST(DescribeAuditTask, KnowsATaskForNinetyDays) {
    auto service = a_service();
    const auto task = service.enable({expiring}).start({expiring});
    service.wait(1s).now = noon + 90 * 24h;
    EXPECT_EQ(service.code("DescribeAuditTask", by_task(task)), "");
    EXPECT_EQ(service.answer("ListAuditFindings", by_task(task))["findings"].size(), 2u);
    service.now += 1ms;
    EXPECT_EQ(service.code("DescribeAuditTask", by_task(task)), "ResourceNotFoundException");
    EXPECT_EQ(service.answer("ListAuditFindings", by_task(task))["findings"].size(), 0u);
    EXPECT_EQ(service.code("DescribeAuditTask", by_task("a_b")), "InvalidRequestException");
    EXPECT_EQ(service.code("DescribeAuditTask", by_task(std::string(41, 'a'))),
              "InvalidRequestException");
}

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

TEST(UpdateCertificate, SetsTheStatusHereAndAsksTheWorldToFollow) {
    auto service = a_service();
    const auto request = [](const std::string& id, const std::string& status) {
        return R"({"certificateId": ")" + id + R"(", "newStatus": ")" + status + "\"}";
    };
    service.answer("UpdateCertificate", request(certificate_id(0), "INACTIVE"));
    EXPECT_EQ(service.inventory.certificates[0].status, fleet::CertificateStatus::inactive);
    ASSERT_THAT(service.requests, SizeIs(1));
    EXPECT_EQ(service.requests[0].kind, fleet::ChangeKind::certificate_status);
    EXPECT_EQ(service.requests[0].subject, certificate_id(0));
    EXPECT_EQ(service.requests[0].value, "INACTIVE");
    const auto code = [&](const std::string& id, const std::string& status) {
        return service.ask("UpdateCertificate", request(id, status)).code;
    };
    EXPECT_EQ(code(certificate_id(9), "INACTIVE"), "ResourceNotFoundException");
    EXPECT_EQ(code(certificate_id(0), "ASLEEP"), "InvalidRequestException");
    EXPECT_EQ(code(certificate_id(0), "PENDING_TRANSFER"), "InvalidRequestException");
    EXPECT_THAT(service.requests, SizeIs(1));
}
