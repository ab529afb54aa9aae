#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

constexpr auto list = "ListAuditSuppressions";

void suppress(Service& service, const std::string& client, fleet::Duration term) {
    const auto end = term == 0s
                         ? std::string(R"("suppressIndefinitely": true)")
                         : R"("expirationDate": )" + fleet::format_epoch_seconds(noon + term);
    service.answer("CreateAuditSuppression", R"({"checkName": "CONFLICTING_CLIENT_IDS_CHECK",
        "resourceIdentifier": {"clientId": ")" + client +
                                                 "\"}, " + end + "}");
}

std::string clients(const fleet::Json& listed) {
    std::string text;
    for (const auto& one : listed["suppressions"])
        text += one["resourceIdentifier"].value("clientId", "-");
    return text;
}

struct AService : Service {
    AService() : Service(a_fleet()) {
        suppress(*this, "d", 0s);
        suppress(*this, "b", 2h);
        suppress(*this, "c", 3h);
        suppress(*this, "a", 2h);
    }
};

}  // namespace

TEST(ListAuditSuppressions, OrdersThemByTheirEndWithTheEndlessLast) {
    AService service;
    EXPECT_EQ(clients(service.answer(list, "{}")), "abcd");
    EXPECT_EQ(clients(service.answer(list, R"({"ascendingOrder": true})")), "abcd");
    EXPECT_EQ(clients(service.answer(list, R"({"ascendingOrder": false})")), "dcba");
}

TEST(ListAuditSuppressions, FiltersByCheckAndResourceAndPages) {
    AService service;
    service.answer(
        "CreateAuditSuppression",
        R"({"checkName": "DEVICE_CERTIFICATE_EXPIRING_CHECK", "suppressIndefinitely": true,
                       "resourceIdentifier": {"deviceCertificateId": ")" +
            certificate_id(0) + "\"}}");
    EXPECT_EQ(clients(service.answer(list, "{}")), "abcd-");
    EXPECT_EQ(clients(service.answer(
                  list, R"({"checkName": "DEVICE_CERT_APPROACHING_EXPIRATION_CHECK"})")),
              "-");
    EXPECT_EQ(clients(service.answer(list, R"({"resourceIdentifier": {"clientId": "b"}})")), "b");
    const auto page = service.answer(list, R"({"maxResults": 3})");
    EXPECT_EQ(clients(page), "abc");
    EXPECT_EQ(
        clients(service.answer(list, R"({"nextToken": ")" + page.value("nextToken", "") + "\"}")),
        "d-");
    // A token goes on with its own request.
    EXPECT_EQ(service.code(list, R"({"ascendingOrder": false, "nextToken": ")" +
                                     page.value("nextToken", "") + "\"}"),
              "InvalidRequestException");
}

TEST(ListAuditSuppressions, RefusesFiltersThatAreNone) {
    AService service;
    EXPECT_THAT(service.ask(list, R"({"checkName": "NO_CHECK"})").message,
                HasSubstr("invalid Audit Check Name"));
    EXPECT_EQ(service.code(list, R"({"resourceIdentifier": {"colour": "red"}})"),
              "InvalidRequestException");
    EXPECT_THAT(service.account.suppressions, SizeIs(4));
}
