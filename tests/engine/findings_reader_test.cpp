#include "engine/findings_reader.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "engine/answered_time.hpp"
#include "engine/aws_json.hpp"

using namespace std::chrono_literals;
using testing::HasSubstr;

namespace {

const auto noon = *fleet::parse_time("2018-08-06T12:00:00Z");

engine::Findings read(std::initializer_list<const char*> pages) {
    engine::FindingsReader reader;
    for (const auto* page : pages) reader.read(fleet::parse_json(page, "page.json"));
    return reader.take();
}

std::string refusal_of(const char* page) {
    try {
        read({page});
    } catch (const fleet::Error& error) {
        return error.what();
    }
    return "was taken";
}

constexpr auto shared = R"({"findings": [{"findingId": "f1", "taskId": "t1",
    "checkName": "DEVICE_CERTIFICATE_SHARED_CHECK", "taskStartTime": 1533556800.000,
    "findingTime": 1533556800.250, "severity": "CRITICAL",
    "nonCompliantResource": {"resourceType": "DEVICE_CERTIFICATE",
                             "resourceIdentifier": {"deviceCertificateId": "ab"}},
    "reasonForNonCompliance": "It is.",
    "reasonForNonComplianceCode": "CERTIFICATE_SHARED_BY_DEVICES",
    "isSuppressed": true}], "nextToken": "more"})";
constexpr auto pump_alarm = R"({"violationEvents": [{"violationId": "v1", "thingName": "pump-1",
    "securityProfileName": "base", "behavior": {"name": "few", "metric": "aws:num-messages-sent"},
    "violationEventType": "in-alarm", "violationEventTime": 1533556800}]})";

}  // namespace

TEST(AnsweredTime, IsSecondsOrATextWithAnOffset) {
    const auto time = [](const fleet::Json& value) { return engine::read_answered_time(value); };
    EXPECT_EQ(time(1533556800), noon);
    EXPECT_EQ(time(1533556800.25), noon + 250ms);
    EXPECT_EQ(time("2018-08-06T12:00:00Z"), noon);
    EXPECT_EQ(time("2018-08-06T14:00:00.250999+02:00"), noon + 250ms);
    EXPECT_EQ(time("2018-08-06T04:30:00-07:30"), noon);
    EXPECT_EQ(time("2018-08-06T12:00:00+0000"), noon);
    for (const auto* no : {"", "noon", "2018-08-06", "2018-08-06T12:00:00", "2018-08-06T12:00:00+2",
                           "2018-08-06T12:00:00+25:00", "2018-08-06T12:00:00+0a:00"})
        EXPECT_EQ(time(no), std::nullopt) << no;
    EXPECT_EQ(time(fleet::Json::array()), std::nullopt);
}

TEST(FindingsReader, ReadsWhatAnAuditFound) {
    const auto findings = read({shared});
    ASSERT_EQ(findings.audit_findings.size(), 1U);
    const auto& finding = findings.audit_findings.front();
    EXPECT_EQ(finding.check_name, "DEVICE_CERTIFICATE_SHARED_CHECK");
    EXPECT_EQ(finding.task_start_time, noon);
    EXPECT_EQ(finding.finding_time, noon + 250ms);
    EXPECT_EQ(finding.severity, engine::Severity::critical);
    EXPECT_EQ(finding.resource.identifier.front(),
              std::pair(std::string("deviceCertificateId"), std::string("ab")));
    EXPECT_EQ(finding.reason_code, "CERTIFICATE_SHARED_BY_DEVICES");
    EXPECT_TRUE(finding.is_suppressed);
}

TEST(FindingsReader, FlattensThePolicyVersionOfAResource) {
    const auto findings = read({R"([{"checkName": "IOT_POLICY_OVERLY_PERMISSIVE_CHECK",
        "findingTime": 1, "reasonForNonComplianceCode": "C", "nonCompliantResource":
        {"resourceIdentifier": {"policyVersionIdentifier": {"policyName": "p",
                                                            "policyVersionId": "2"}}}}])"});
    EXPECT_EQ(findings.audit_findings.front().resource.identifier,
              (std::vector<std::pair<std::string, std::string>>{{"policyName", "p"},
                                                                {"policyVersionId", "2"}}));
}

TEST(FindingsReader, TellsATaskThatNoAnswerDescribesByItsFindings) {
    const auto findings = read({shared});
    ASSERT_EQ(findings.tasks.size(), 1U);
    const auto& task = findings.tasks.front();
    EXPECT_EQ(task.task_id, "t1");
    EXPECT_EQ(task.start, noon);
    ASSERT_EQ(task.checks.size(), 1U);
    EXPECT_EQ(task.checks.front().check_name, "DEVICE_CERTIFICATE_SHARED_CHECK");
    EXPECT_EQ(task.checks.front().status, "COMPLETED_NON_COMPLIANT");
}

TEST(FindingsReader, FindsTheIdOfADescribedTaskInItsFindings) {
    const auto findings = read({R"({"taskStatus": "COMPLETED", "taskType": "SCHEDULED_AUDIT_TASK",
        "taskStartTime": "2018-08-06T14:00:00+02:00", "scheduledAuditName": "nightly",
        "auditDetails": {"DEVICE_CERTIFICATE_SHARED_CHECK": {"checkRunStatus":
        "COMPLETED_NON_COMPLIANT"}, "LOGGING_DISABLED_CHECK": {"checkRunStatus": "FAILED"}}})",
                                shared});
    ASSERT_EQ(findings.tasks.size(), 1U);
    EXPECT_EQ(findings.tasks.front().task_id, "t1");
    EXPECT_EQ(findings.tasks.front().scheduled_audit_name, "nightly");
    EXPECT_EQ(findings.tasks.front().checks.size(), 2U);
}

TEST(FindingsReader, CountsWhatPagesRepeatOnce) {
    const auto findings = read({shared, shared, pump_alarm, pump_alarm});
    EXPECT_EQ(findings.audit_findings.size(), 1U);
    EXPECT_EQ(findings.violation_events.size(), 1U);
}

TEST(FindingsReader, ReadsEventsByTimeAndTheirBehaviors) {
    const auto findings = read({R"([
        {"violationId": "v1", "thingName": "a", "securityProfileName": "base",
         "behavior": {"name": "few"}, "violationEventType": "alarm-cleared",
         "violationEventTime": 1533557100},
        {"violationId": "v1", "thingName": "a", "securityProfileName": "base",
         "behavior": {"name": "few"}, "violationEventType": "in-alarm",
         "violationEventTime": 1533556800}])",
                                R"({"activeViolations": [{"violationId": "v2", "thingName": "b",
         "securityProfileName": "base", "behavior": {"name": "few"},
         "lastViolationTime": 1533556801, "violationStartTime": 1533556800}]})"});
    ASSERT_EQ(findings.violation_events.size(), 2U);
    EXPECT_EQ(findings.violation_events[0].type, engine::ViolationEventType::in_alarm);
    EXPECT_EQ(findings.violation_events[1].time, noon + 300s);
    ASSERT_EQ(findings.active_violations.size(), 1U);
    EXPECT_EQ(findings.active_violations.front().violation_start_time, noon);
    EXPECT_TRUE(findings.behavior_json.contains({"base", "few"}));
}

TEST(FindingsReader, ReadsBackWhatTheEngineWrites) {
    const auto before = read({shared, pump_alarm});
    auto answer = fleet::Json::object();
    answer["findings"].push_back(engine::to_json(before.audit_findings.front()));
    answer["violationEvents"].push_back(
        engine::to_json(before.violation_events.front(), before.behavior_json.begin()->second, {}));
    const auto text = fleet::to_text(answer);
    const auto after = read({text.c_str()});
    EXPECT_EQ(engine::to_json(after.audit_findings.front()),
              engine::to_json(before.audit_findings.front()));
    EXPECT_EQ(after.violation_events.front().time, noon);
    EXPECT_EQ(after.behavior_json, before.behavior_json);
}

TEST(FindingsReader, KnowsWhatWasToldOfBeItNothing) {
    engine::FindingsReader reader;
    EXPECT_FALSE(reader.has_findings() || reader.has_violations() || reader.has_tasks());
    reader.read(fleet::parse_json(R"({"findings": []})", "page.json"));
    EXPECT_TRUE(reader.has_findings());
    EXPECT_FALSE(reader.has_violations());
    EXPECT_TRUE(reader.may_be_of("t1")) << "there is no finding to ask";
    reader.read(fleet::parse_json(R"({"activeViolations": []})", "page.json"));
    EXPECT_TRUE(reader.has_violations());
    reader.read_tasks(fleet::parse_json("[]", "tasks.json"));
    EXPECT_FALSE(reader.has_tasks());
    reader.read(fleet::parse_json(shared, "page.json"));
    EXPECT_TRUE(reader.may_be_of("t1"));
    EXPECT_FALSE(reader.may_be_of("t2"));
    EXPECT_EQ(reader.take().audit_findings.size(), 1U);
}

TEST(FindingsReader, TakesTheCountsOfADescribedTask) {
    const auto findings = read({R"({"taskId": "t", "taskStatus": "COMPLETED", "taskStartTime": 1,
        "auditDetails": {"LOGGING_DISABLED_CHECK": {"checkRunStatus": "COMPLETED_NON_COMPLIANT",
        "totalResourcesCount": 7, "nonCompliantResourcesCount": 2}}})"});
    const auto& check = findings.tasks.front().checks.front();
    EXPECT_EQ(check.total_resources, 7U);
    EXPECT_EQ(check.non_compliant_resources, 2U);
}

TEST(FindingsReader, TellsEverythingThatIsWrongWithItsPlace) {
    EXPECT_THAT(refusal_of("[]"), HasSubstr("page.json:1: an empty list does not tell what"));
    EXPECT_THAT(refusal_of("{}"),
                HasSubstr("page.json:1: expected an answer of ListAuditFindings"));
    EXPECT_THAT(refusal_of("[1]"), HasSubstr("[0]: expected an answer of"));
    EXPECT_THAT(refusal_of(R"({"findings": 3})"), HasSubstr("findings: expected a list, found 3"));
    const auto finding = refusal_of(R"({"findings": [{"checkName": "", "severity": "GRAVE",
        "findingTime": "noon", "nonCompliantResource": {"resourceIdentifier": {}},
        "isSuppressed": 1}]})");
    EXPECT_THAT(finding, HasSubstr("findings[0].checkName: expected a text that is not empty"));
    EXPECT_THAT(finding, HasSubstr("findings[0].severity: expected CRITICAL, HIGH"));
    EXPECT_THAT(finding, HasSubstr("findings[0].findingTime: expected a time"));
    EXPECT_THAT(finding, HasSubstr("nonCompliantResource.resourceIdentifier: expected an object"));
    EXPECT_THAT(finding, HasSubstr("\"reasonForNonComplianceCode\" is missing"));
    EXPECT_THAT(finding, HasSubstr("findings[0].isSuppressed: expected true or false"));
    const auto event = refusal_of(R"([{"violationEventType": "alarm", "behavior": "few"}])");
    EXPECT_THAT(event, HasSubstr("[0].violationEventType: expected in-alarm, alarm-cleared"));
    EXPECT_THAT(event, HasSubstr("[0].behavior: expected an object, found \"few\""));
    EXPECT_THAT(event, HasSubstr("\"thingName\" is missing"));
}
