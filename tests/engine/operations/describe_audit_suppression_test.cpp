#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

constexpr auto invalid = "InvalidRequestException";

constexpr auto describe = "DescribeAuditSuppression";

}  // namespace

TEST(DescribeAuditSuppression, TellsTheTermAndKeepsTellingItWhenItIsOver) {
    Service service(a_fleet());
    service.answer("CreateAuditSuppression", R"({"checkName": "CONFLICTING_CLIENT_IDS_CHECK",
        "resourceIdentifier": {"clientId": "a"}, "expirationDate": 1597881600,
        "description": "till then"})");
    const auto key = R"({"checkName": "CONFLICTING_CLIENT_IDS_CHECK",
                         "resourceIdentifier": {"clientId": "a"}})";
    EXPECT_EQ(service.ask(describe, key).response,
              R"({"checkName":"CONFLICTING_CLIENT_IDS_CHECK","resourceIdentifier":)"
              R"({"clientId":"a"},"expirationDate":1597881600.000,"suppressIndefinitely":false,)"
              R"("description":"till then"})");
    service.now = fleet::from_epoch_ms(1'600'000'000'000);
    EXPECT_EQ(service.code(describe, key), "");
}

TEST(DescribeAuditSuppression, KnowsNoneThatWasNeverCreated) {
    Service service(a_fleet());
    EXPECT_EQ(service
                  .ask(describe, R"({"checkName": "CONFLICTING_CLIENT_IDS_CHECK",
                                        "resourceIdentifier": {"clientId": "a"}})")
                  .http,
              404);
    EXPECT_EQ(service.code(describe, R"({"checkName": "CONFLICTING_CLIENT_IDS_CHECK"})"), invalid);
    EXPECT_EQ(service.code(describe, R"({"checkName": "CONFLICTING_CLIENT_IDS_CHECK",
                                         "resourceIdentifier": {"account": "123456789012"}})"),
              invalid);
}
