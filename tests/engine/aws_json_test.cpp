#include "engine/aws_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

using namespace engine;
using fleet::from_epoch_ms;
using fleet::to_line;

namespace {
AuditFinding a_finding() {
    AuditFinding finding;
    finding.finding_id = "f";
    finding.task_id = "t";
    finding.check_name = "CONFLICTING_CLIENT_IDS_CHECK";
    finding.task_start_time = from_epoch_ms(1596168096157);
    finding.finding_time = from_epoch_ms(1596168096651);
    finding.severity = Severity::high;
    finding.resource = {"CLIENT_ID", {{"clientId", "pump"}}, {}};
    finding.reason = "r";
    finding.reason_code = "R";
    return finding;
}
}  // namespace

TEST(AwsJson, WritesAFindingInAwsOrderWithoutWhatIsEmpty) {
    EXPECT_EQ(to_line(to_json(a_finding())),
              R"({"findingId":"f","taskId":"t","checkName":"CONFLICTING_CLIENT_IDS_CHECK",)"
              R"("taskStartTime":1596168096.157,"findingTime":1596168096.651,"severity":"HIGH",)"
              R"("nonCompliantResource":{"resourceType":"CLIENT_ID","resourceIdentifier":)"
              R"({"clientId":"pump"}},"reasonForNonCompliance":"r",)"
              R"("reasonForNonComplianceCode":"R","isSuppressed":false})");
}

TEST(AwsJson, WritesTenRelatedResourcesInline) {
    auto finding = a_finding();
    for (int i = 0; i < 11; ++i)
        finding.related_resources.push_back(
            {"CLIENT_ID", {{"clientId", std::to_string(i)}}, {{"CONNECTION_TIME", "1"}}});
    const auto related = to_json(finding)["relatedResources"];
    EXPECT_EQ(related.size(), 10u);
    EXPECT_EQ(to_line(related[9]),
              R"({"resourceType":"CLIENT_ID","resourceIdentifier":{"clientId":"9"},)"
              R"("additionalInfo":{"CONNECTION_TIME":"1"}})");
}

TEST(AwsJson, NestsThePolicyVersionAsAwsDoes) {
    auto finding = a_finding();
    finding.resource = {"IOT_POLICY", {{"policyName", "p"}, {"policyVersionId", "1"}}, {}};
    EXPECT_EQ(to_line(to_json(finding)["nonCompliantResource"]["resourceIdentifier"]),
              R"({"policyVersionIdentifier":{"policyName":"p","policyVersionId":"1"}})");
}

TEST(AwsJson, WritesATaskAsDescribeAuditTaskDoes) {
    AuditTask task{"t", "COMPLETED", "ON_DEMAND_AUDIT_TASK", from_epoch_ms(1000), "", {}};
    CheckSummary summary;
    summary.check_name = "A";
    summary.status = "COMPLETED_NON_COMPLIANT";
    summary.total_resources = 3;
    summary.non_compliant_resources = 2;
    task.checks.push_back(summary);
    EXPECT_EQ(to_line(to_json(task)),
              R"({"taskStatus":"COMPLETED","taskType":"ON_DEMAND_AUDIT_TASK",)"
              R"("taskStartTime":1.000,"taskStatistics":{"totalChecks":1,"inProgressChecks":0,)"
              R"("waitingForDataCollectionChecks":0,"compliantChecks":0,"nonCompliantChecks":1,)"
              R"("failedChecks":0,"canceledChecks":0},"auditDetails":{"A":{"checkRunStatus":)"
              R"("COMPLETED_NON_COMPLIANT","checkCompliant":false,"totalResourcesCount":3,)"
              R"("nonCompliantResourcesCount":2,"suppressedNonCompliantResourcesCount":0}}})");
}

TEST(AwsJson, WritesEachFormOfAMetricValue) {
    MetricValue value;
    value.form = MetricValue::Form::count;
    value.count = 54;
    EXPECT_EQ(to_line(to_json(value)), R"({"count":54})");
    value = {};
    value.form = MetricValue::Form::ports;
    value.numbers = {22, 8883};
    EXPECT_EQ(to_line(to_json(value)), R"({"ports":[22,8883]})");
    value = {};
    value.form = MetricValue::Form::cidrs;
    value.texts = {"10.0.0.0/8"};
    EXPECT_EQ(to_line(to_json(value)), R"({"cidrs":["10.0.0.0/8"]})");
}

TEST(AwsJson, EchoesTheBehaviourOfEventsAndViolations) {
    const std::string behavior = R"({"criteria":{"value":{"count":10}},"name":"b"})";
    ViolationEvent event{
        "v", "pump", "p", "b", ViolationEventType::alarm_invalidated, from_epoch_ms(1500), {}};
    EXPECT_EQ(to_line(to_json(event, behavior, {})),
              R"({"violationId":"v","thingName":"pump","securityProfileName":"p","behavior":)" +
                  behavior +
                  R"(,"violationEventType":"alarm-invalidated","verificationState":"UNKNOWN",)"
                  R"("violationEventTime":1.500})");
    ActiveViolation active{
        "v", "pump", "p", "b", MetricValue{}, from_epoch_ms(2000), from_epoch_ms(1000)};
    active.last_value->form = MetricValue::Form::count;
    EXPECT_EQ(to_line(to_json(active, behavior, {"TRUE_POSITIVE", "seen"})),
              R"({"violationId":"v","thingName":"pump","securityProfileName":"p","behavior":)" +
                  behavior +
                  R"(,"lastViolationValue":{"count":0},"verificationState":"TRUE_POSITIVE",)"
                  R"("verificationStateDescription":"seen","lastViolationTime":2.000,)"
                  R"("violationStartTime":1.000})");
}
