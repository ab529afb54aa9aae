#include "engine/notifications.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

constexpr auto topic = "arn:aws:sns:us-east-1:123456789012:audits";

engine::NotificationTarget target(bool is_enabled = true) {
    return {topic, "arn:aws:iam::123456789012:role/AWSIoTDeviceDefenderNotification", is_enabled};
}

engine::Notification sent(const FleetBuilder& fleet, const engine::NotificationTarget& to) {
    std::vector<engine::Notification> notifications;
    engine::notify(notifications, fleet.inventory(), to, noon, "{}");
    EXPECT_THAT(notifications, SizeIs(1));
    return notifications.at(0);
}

}  // namespace

TEST(Notifications, TellTheExampleOfTheReadme) {
    auto fleet = a_fleet();
    const auto ten_days = *fleet::parse_time("2018-08-16T00:00:00Z") - noon;
    fleet.with_device("d-0", expiring_in(ten_days));
    for (int i = 1; i < 10; ++i) fleet.with_device("d-" + std::to_string(i));
    Service service(fleet);
    service.enable({"DEVICE_CERTIFICATE_EXPIRING_CHECK"});
    service.account.audit.sns = target();
    const auto task = service.start({"DEVICE_CERTIFICATE_EXPIRING_CHECK"});
    service.wait(1s);
    ASSERT_THAT(service.findings().notifications, SizeIs(1));
    const auto& message = service.findings().notifications[0];
    EXPECT_TRUE(message.is_sent) << message.why_not;
    EXPECT_EQ(message.topic_arn, topic);
    EXPECT_EQ(message.time, noon + 500ms);
    EXPECT_EQ(message.message,
              R"({"accountId":"123456789012","taskId":")" + task +
                  R"(","taskStatus":"COMPLETED","taskType":"ON_DEMAND_AUDIT_TASK",)"
                  R"("failedChecksCount":0,"canceledChecksCount":0,"nonCompliantChecksCount":1,)"
                  R"("compliantChecksCount":0,"totalChecksCount":1,"taskStartTime":1533556800000,)"
                  R"("auditDetails":[{"checkName":"DEVICE_CERTIFICATE_EXPIRING_CHECK",)"
                  R"("checkRunStatus":"COMPLETED_NON_COMPLIANT","nonCompliantResourcesCount":1,)"
                  R"("totalResourcesCount":10,"suppressedNonCompliantResourcesCount":0}]})");
}

TEST(Notifications, NameTheScheduleAndCountWhatIsSuppressed) {
    Service service(a_fleet().with_device("a", expiring_in(24h)));
    service.enable({"DEVICE_CERTIFICATE_EXPIRING_CHECK"})
        .schedule("nightly", "DAILY", "", {"DEVICE_CERTIFICATE_EXPIRING_CHECK"});
    service.account.audit.sns = target();
    service.answer(
        "CreateAuditSuppression",
        R"({"checkName": "DEVICE_CERTIFICATE_EXPIRING_CHECK", "suppressIndefinitely": true,
                       "resourceIdentifier": {"deviceCertificateId": ")" +
            certificate_id(0) + "\"}}");
    service.wait(24h + 1s);
    ASSERT_THAT(service.findings().notifications, SizeIs(1));
    const auto message = fleet::Json::parse(service.findings().notifications[0].message);
    EXPECT_EQ(message["taskType"], "SCHEDULED_AUDIT_TASK");
    EXPECT_EQ(message["scheduledAuditName"], "nightly");
    EXPECT_EQ(message["compliantChecksCount"], 1);
    EXPECT_EQ(message["auditDetails"][0]["nonCompliantResourcesCount"], 0);
    EXPECT_EQ(message["auditDetails"][0]["suppressedNonCompliantResourcesCount"], 1);
}

TEST(Notifications, TellOfAuditsThatWereCanceledOrFailedToo) {
    Service service(a_fleet().with_device("a").without_role("AWSIoTDeviceDefenderAudit"));
    service.enable({"DEVICE_CERTIFICATE_EXPIRING_CHECK"});
    service.account.audit.sns = target();
    const auto task = service.start({"DEVICE_CERTIFICATE_EXPIRING_CHECK"});
    service.answer("CancelAuditTask", R"({"taskId": ")" + task + "\"}");
    service.wait(1h).start({"DEVICE_CERTIFICATE_EXPIRING_CHECK"});
    service.wait(1s);
    ASSERT_THAT(service.findings().notifications, SizeIs(2));
    const auto canceled = fleet::Json::parse(service.findings().notifications[0].message);
    EXPECT_EQ(canceled["taskStatus"], "CANCELED");
    EXPECT_EQ(canceled["canceledChecksCount"], 1);
    EXPECT_EQ(canceled["auditDetails"][0]["checkRunStatus"], "CANCELED");
    EXPECT_FALSE(canceled.contains("scheduledAuditName"));
    const auto failed = fleet::Json::parse(service.findings().notifications[1].message);
    EXPECT_EQ(failed["taskStatus"], "FAILED");
    EXPECT_EQ(failed["failedChecksCount"], 1);
    EXPECT_EQ(failed["auditDetails"][0]["errorCode"], "INSUFFICIENT_PERMISSIONS");
    EXPECT_THAT(failed["auditDetails"][0]["message"].get<std::string>(),
                HasSubstr("does not exist"));
}

TEST(Notifications, AreSentOnlyByARoleThatMay) {
    const std::string name = "AWSIoTDeviceDefenderNotification";
    const auto with = [&](std::string trust, std::string document) {
        return a_fleet().with_role({name, std::move(trust), {std::move(document)}});
    };
    EXPECT_TRUE(sent(a_fleet(), target()).is_sent);
    EXPECT_TRUE(sent(with(trusting(), allowing({"sns:Publish"}, topic)), target()).is_sent);
    const auto elsewhere =
        sent(with(trusting(), allowing({"sns:Publish"}, std::string(topic) + "2")), target());
    EXPECT_FALSE(elsewhere.is_sent);
    EXPECT_THAT(elsewhere.why_not, HasSubstr("does not allow sns:Publish"));
    EXPECT_THAT(sent(with(trusting("sns.amazonaws.com"), allowing({"*"})), target()).why_not,
                HasSubstr("does not trust"));
    EXPECT_THAT(sent(a_fleet().without_role(name), target()).why_not, HasSubstr("does not exist"));
    EXPECT_THAT(sent(a_fleet(), target(false)).why_not, HasSubstr("not enabled"));
}

TEST(Notifications, WriteAnAlertInTheOrderOfAws) {
    engine::ViolationEvent event{"v",
                                 "pump",
                                 "p",
                                 "b",
                                 engine::ViolationEventType::in_alarm,
                                 fleet::from_epoch_ms(1500),
                                 engine::MetricValue{}};
    event.value->form = engine::MetricValue::Form::count;
    event.value->count = 54;
    const std::string behavior = R"({"name":"b","metric":"aws:num-messages-sent"})";
    EXPECT_EQ(engine::alert_message(event, behavior),
              R"({"violationEventTime":1500,"thingName":"pump","behavior":)" + behavior +
                  R"(,"violationEventType":"in-alarm","metricValue":{"count":54},)"
                  R"("violationId":"v","securityProfileName":"p"})");
    event.value.reset();
    EXPECT_THAT(engine::alert_message(event, behavior), testing::Not(HasSubstr("metricValue")));
}
