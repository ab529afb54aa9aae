#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

constexpr auto remove_suppression = "DeleteAuditSuppression";
constexpr auto key = R"({"checkName": "CONFLICTING_CLIENT_IDS_CHECK",
                         "resourceIdentifier": {"clientId": "a"}})";

}  // namespace

TEST(DeleteAuditSuppression, EndsItAndMindsNotWhenThereIsNone) {
    Service service(a_fleet());
    service.answer("CreateAuditSuppression", R"({"checkName": "CONFLICTING_CLIENT_IDS_CHECK",
        "resourceIdentifier": {"clientId": "a"}, "suppressIndefinitely": true})");
    service.answer("CreateAuditSuppression", R"({"checkName": "CONFLICTING_CLIENT_IDS_CHECK",
        "resourceIdentifier": {"clientId": "b"}, "suppressIndefinitely": true})");
    service.answer(remove_suppression, key);
    EXPECT_THAT(service.account.suppressions, SizeIs(1));
    service.answer(remove_suppression, key);
    EXPECT_EQ(service.code("DescribeAuditSuppression", key), "ResourceNotFoundException");
}

TEST(DeleteAuditSuppression, RefusesKeysThatAreNone) {
    Service service(a_fleet());
    EXPECT_EQ(service.code(remove_suppression, "{}"), "InvalidRequestException");
    EXPECT_THAT(service
                    .ask(remove_suppression, R"({"checkName": "NO_CHECK",
                                "resourceIdentifier": {"clientId": "a"}})")
                    .message,
                HasSubstr("invalid Audit Check Name"));
}
