#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

constexpr auto conflicting = "CONFLICTING_CLIENT_IDS_CHECK";
constexpr auto invalid = "InvalidRequestException";

constexpr auto create = "CreateAuditSuppression";

std::string of_client(std::string_view client, std::string_view more) {
    return R"({"checkName": "CONFLICTING_CLIENT_IDS_CHECK", "resourceIdentifier": {"clientId": ")" +
           std::string(client) + "\"}, " + std::string(more) + "}";
}

constexpr auto endless = R"("suppressIndefinitely": true)";

std::string until(fleet::Time time) {
    return R"("expirationDate": )" + fleet::format_epoch_seconds(time);
}

}  // namespace

TEST(CreateAuditSuppression, WantsAnEndToComeOrNoneAndNotBoth) {
    Service service(a_fleet());
    const auto code = [&](const std::string& more) {
        return service.code(create, of_client("a", more));
    };
    EXPECT_EQ(code(R"("description": "x")"), invalid);
    EXPECT_EQ(code(R"("suppressIndefinitely": false)"), invalid);
    EXPECT_EQ(code(until(noon + 1h) + R"(, "suppressIndefinitely": true)"), invalid);
    EXPECT_EQ(code(until(noon)), invalid);
    EXPECT_EQ(code(until(noon - 1ms)), invalid);
    EXPECT_THAT(service.account.suppressions, SizeIs(0));
    EXPECT_EQ(code(until(noon + 1ms) + R"(, "suppressIndefinitely": false)"), "");
    EXPECT_EQ(service.code(create, of_client("b", endless)), "");
}

TEST(CreateAuditSuppression, RefusesASecondOfOneKeyAndATokenThatWasUsed) {
    Service service(a_fleet());
    const auto token = std::string(endless) + R"(, "clientRequestToken": "t-1")";
    service.answer(create, of_client("a", token));
    const auto again = service.ask(create, of_client("a", endless));
    EXPECT_EQ(again.code, "ResourceAlreadyExistsException");
    EXPECT_EQ(again.http, 409);
    EXPECT_EQ(service.code(create, of_client("b", token)), "ResourceAlreadyExistsException");
    service.answer("DeleteAuditSuppression", R"({"checkName": "CONFLICTING_CLIENT_IDS_CHECK",
                                                 "resourceIdentifier": {"clientId": "a"}})");
    EXPECT_EQ(service.code(create, of_client("a", token)), "ResourceAlreadyExistsException");
    EXPECT_EQ(service.code(create, of_client("a", endless)), "");
}

TEST(CreateAuditSuppression, RefusesKeysThatNoFindingOfTheCheckCouldHave) {
    Service service(a_fleet());
    const auto code = [&](const std::string& check, const std::string& resource) {
        return service.code(create, R"({"checkName": ")" + check + R"(", "resourceIdentifier": )" +
                                        resource + ", " + endless + "}");
    };
    EXPECT_EQ(code("NO_CHECK", R"({"clientId": "a"})"), invalid);
    EXPECT_EQ(code(conflicting, R"({"deviceCertificateId": ")" + certificate_id(0) + "\"}"),
              invalid);
    EXPECT_EQ(code(conflicting, "{}"), invalid);
    EXPECT_EQ(code(conflicting, R"({"clientId": "a", "account": "123456789012"})"), invalid);
    EXPECT_EQ(code("DEVICE_CERTIFICATE_EXPIRING_CHECK", R"({"deviceCertificateId": "1234"})"),
              invalid);
    // The old spelling means the same check.
    EXPECT_EQ(code("DEVICE_CERT_APPROACHING_EXPIRATION_CHECK",
                   R"({"deviceCertificateId": ")" + certificate_id(0) + "\"}"),
              "");
    EXPECT_EQ(service.account.suppressions.at(0).check_name, "DEVICE_CERTIFICATE_EXPIRING_CHECK");
}

TEST(CreateAuditSuppression, HoldsDescriptionAndTokenToTheirForms) {
    Service service(a_fleet());
    const auto code = [&](const std::string& member, const std::string& value) {
        return service.code(
            create, of_client(value.substr(0, 9),
                              std::string(endless) + ", \"" + member + "\": \"" + value + "\""));
    };
    EXPECT_EQ(code("description", std::string(1001, 'a')), invalid);
    EXPECT_EQ(code("description", std::string(1000, 'a')), "");
    EXPECT_EQ(code("description", "caf\u00e9"), invalid);
    EXPECT_EQ(code("clientRequestToken", std::string(65, 'b')), invalid);
    EXPECT_EQ(code("clientRequestToken", std::string(64, 'b')), "");
    EXPECT_EQ(code("clientRequestToken", "a b"), invalid);
    EXPECT_EQ(code("clientRequestToken", ""), invalid);
}
