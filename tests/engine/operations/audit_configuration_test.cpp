#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::HasSubstr;

namespace {

constexpr auto update = "UpdateAccountAuditConfiguration";
constexpr auto describe = "DescribeAccountAuditConfiguration";

std::string first(std::string_view checks) {
    return R"({"roleArn": "arn:aws:iam::123456789012:role/AWSIoTDeviceDefenderAudit",
               "auditCheckConfigurations": )" +
           std::string(checks) + "}";
}

}  // namespace

TEST(UpdateAccountAuditConfiguration, NeedsARoleAndACheckAtFirst) {
    Service service(a_fleet());
    EXPECT_EQ(service.ask(update, "{}").code, "InvalidRequestException");
    EXPECT_THAT(service.ask(update, first("{}")).message, HasSubstr("one check"));
    EXPECT_THAT(service
                    .ask(update, R"({"auditCheckConfigurations":
                        {"CONFLICTING_CLIENT_IDS_CHECK": {"enabled": true}}})")
                    .message,
                HasSubstr("roleArn is required"));
    EXPECT_TRUE(service.account.audit.role_arn.empty());
}

TEST(UpdateAccountAuditConfiguration, MergesWhatItIsGivenAndKeepsTheRest) {
    Service service(a_fleet());
    service.answer(update, first(R"({"CONFLICTING_CLIENT_IDS_CHECK": {"enabled": true}})"));
    service.answer(update, R"({"auditNotificationTargetConfigurations": {"SNS":
        {"targetArn": "arn:aws:sns:us-east-1:123456789012:t",
         "roleArn": "arn:aws:iam::123456789012:role/r", "enabled": true}}})");
    service.answer(update, R"({"auditNotificationTargetConfigurations": {"SNS":
        {"enabled": false}}, "auditCheckConfigurations": {"DEVICE_CERTIFICATE_EXPIRING_CHECK":
        {"enabled": true, "configuration": {"CERT_EXPIRATION_THRESHOLD_IN_DAYS": "45"}}}})");
    const auto told = service.answer(describe, "{}");
    EXPECT_THAT(told["roleArn"].get<std::string>(), HasSubstr("AWSIoTDeviceDefenderAudit"));
    const auto& sns = told["auditNotificationTargetConfigurations"]["SNS"];
    EXPECT_EQ(sns["targetArn"], "arn:aws:sns:us-east-1:123456789012:t");
    EXPECT_EQ(sns["enabled"], false);
    const auto& checks = told["auditCheckConfigurations"];
    EXPECT_EQ(checks.size(), 17u);
    EXPECT_EQ(checks["CONFLICTING_CLIENT_IDS_CHECK"]["enabled"], true);
    EXPECT_EQ(checks["CA_CERTIFICATE_EXPIRING_CHECK"]["enabled"], false);
    EXPECT_EQ(checks["DEVICE_CERTIFICATE_EXPIRING_CHECK"]["configuration"]
                    ["CERT_EXPIRATION_THRESHOLD_IN_DAYS"],
              "45");
}

TEST(UpdateAccountAuditConfiguration, HoldsTheThresholdToItsRangeAndItsCheck) {
    Service service(a_fleet());
    const auto code = [&](const std::string& check, const std::string& configuration) {
        return service
            .ask(update, first("{\"" + check + R"(": {"enabled": true, "configuration": )" +
                               configuration + "}}"))
            .code;
    };
    const std::string expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";
    const std::string refused = "InvalidRequestException";
    EXPECT_EQ(code(expiring, R"({"CERT_EXPIRATION_THRESHOLD_IN_DAYS": "29"})"), refused);
    EXPECT_EQ(code(expiring, R"({"CERT_EXPIRATION_THRESHOLD_IN_DAYS": "3653"})"), refused);
    EXPECT_EQ(code(expiring, R"({"CERT_EXPIRATION_THRESHOLD_IN_DAYS": 45})"), refused);
    EXPECT_EQ(code(expiring, R"({"CERT_EXPIRATION_THRESHOLD_IN_DAYS": "45d"})"), refused);
    EXPECT_EQ(code(expiring, R"({"CERT_AGE_THRESHOLD_IN_DAYS": "45"})"), refused);
    EXPECT_EQ(
        code("DEVICE_CERTIFICATE_SHARED_CHECK", R"({"CERT_EXPIRATION_THRESHOLD_IN_DAYS": "45"})"),
        refused);
    EXPECT_EQ(code(expiring, R"({"CERT_EXPIRATION_THRESHOLD_IN_DAYS": "30"})"), "");
    EXPECT_EQ(code(expiring, R"({"CERT_EXPIRATION_THRESHOLD_IN_DAYS": "3652"})"), "");
}

TEST(UpdateAccountAuditConfiguration, LetsTheThresholdDecide) {
    Service service(a_fleet().with_device("a", expiring_in(45 * 24h)));
    service.answer(update, first(R"({"DEVICE_CERTIFICATE_EXPIRING_CHECK": {"enabled": true,
        "configuration": {"CERT_EXPIRATION_THRESHOLD_IN_DAYS": "45"}}})"));
    service.start({"DEVICE_CERTIFICATE_EXPIRING_CHECK"});
    service.wait(1s);
    EXPECT_EQ(service.findings().audit_findings.size(), 1u);
}

TEST(UpdateAccountAuditConfiguration, RefusesUnknownChecksMembersAndTypes) {
    Service service(a_fleet());
    EXPECT_EQ(service.ask(update, first(R"({"NO_SUCH_CHECK": {"enabled": true}})")).message,
              "Request contains an invalid Audit Check Name.");
    EXPECT_THAT(service.ask(update, R"({"rolArn": "x"})").message, HasSubstr("\"roleArn\""));
    EXPECT_THAT(service.ask(update, R"({"roleArn": 5})").message, HasSubstr("must be a text"));
    EXPECT_THAT(service
                    .ask(update, R"({"auditNotificationTargetConfigurations":
        {"SMS": {}}})")
                    .message,
                HasSubstr("Unknown member SMS"));
}

TEST(UpdateAccountAuditConfiguration, UnderstandsOldSpellingsAndNeverWritesThem) {
    Service service(a_fleet());
    service.answer(update, first(R"({"DEVICE_CERT_APPROACHING_EXPIRATION_CHECK": {"enabled": true,
        "configuration": {"CERT_EXPIRATION_THRESHOLD_IN_DAYS": "45"}}})"));
    const auto checks = service.answer(describe, "{}")["auditCheckConfigurations"];
    EXPECT_EQ(checks.size(), 17u);
    EXPECT_EQ(checks["DEVICE_CERTIFICATE_EXPIRING_CHECK"]["enabled"], true);
    EXPECT_EQ(service
                  .ask(update, R"({"auditCheckConfigurations": {
                        "REVOKED_DEVICE_CERT_CHECK": {"enabled": true},
                        "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK": {"enabled": false}}})")
                  .message,
              "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK is set twice.");
}

TEST(UpdateAccountAuditConfiguration, HoldsArnsToTheirLengths) {
    Service service(a_fleet());
    service.enable({"CONFLICTING_CLIENT_IDS_CHECK"});
    const auto with_role = [&](std::size_t length) {
        return service.code(update, R"({"roleArn": ")" + std::string(length, 'r') + "\"}");
    };
    EXPECT_EQ(with_role(19), "InvalidRequestException");
    EXPECT_EQ(with_role(20), "");
    EXPECT_EQ(with_role(2048), "");
    EXPECT_EQ(with_role(2049), "InvalidRequestException");
    const auto with_target = [&](const std::string& sns) {
        return service.code(update,
                            R"({"auditNotificationTargetConfigurations": {"SNS": )" + sns + "}}");
    };
    EXPECT_EQ(with_target(R"({"roleArn": "r"})"), "InvalidRequestException");
    EXPECT_EQ(with_target(R"({"targetArn": ""})"), "InvalidRequestException");
    EXPECT_EQ(with_target(R"({"targetArn": ")" + std::string(2049, 't') + "\"}"),
              "InvalidRequestException");
    EXPECT_EQ(with_target(R"({"enabled": true})"), "InvalidRequestException");
    EXPECT_EQ(with_target(R"({"targetArn": "t", "roleArn": ")" + std::string(20, 'r') + "\"}"), "");
    EXPECT_EQ(with_target(R"({"enabled": true})"), "");
}

TEST(UpdateAccountAuditConfiguration, MayDisableEverythingOnceItIsConfigured) {
    Service service(a_fleet());
    service.enable({"CONFLICTING_CLIENT_IDS_CHECK"});
    service.answer(update, R"({"auditCheckConfigurations":
        {"CONFLICTING_CLIENT_IDS_CHECK": {"enabled": false}}})");
    EXPECT_FALSE(service.account.audit.is_enabled("CONFLICTING_CLIENT_IDS_CHECK"));
}

TEST(UpdateAccountAuditConfiguration, ForgetsSinceWhenADisabledCheckCollected) {
    Service service(a_fleet());
    const auto check = "DEVICE_CERTIFICATE_SHARED_CHECK";
    service.enable({check});
    service.answer(update, R"({"auditCheckConfigurations":
        {"DEVICE_CERTIFICATE_SHARED_CHECK": {"enabled": false}}})");
    service.enabled_since = noon;
    const auto task = service.enable({check}).start({check});
    service.wait(1s);
    EXPECT_EQ(service.describe(task)["auditDetails"][check]["checkRunStatus"],
              "WAITING_FOR_DATA_COLLECTION");
}
