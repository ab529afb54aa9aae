// The keys are those of docs/scoring.md 4, and of the API's AuditFinding and ViolationEvent.
#include "scenarios/expect_shape.hpp"

#include <regex>
#include <string>

namespace scenarios {
namespace {

using fleet::Field;
using fleet::Shape;

constexpr double most = 1e15;  // exact as a number of JSON
constexpr std::string_view bound_pattern =
    "^ *([<>]=? *)?[-+]?[0-9.]+(e[-+]?[0-9]+)? *$|^ *-?[0-9.]+ *\\.\\. *-?[0-9.]+ *$";

bool is_bound(std::string_view text) {
    static const std::regex form{std::string(bound_pattern), std::regex::icase};
    return std::regex_match(text.begin(), text.end(), form);
}

const fleet::TextForm bound_form{"a range such as \">= 2\" or \"1..3\"", bound_pattern,
                                 is_bound};

Field part(std::string name, Shape shape, std::string meaning = {}) {
    return {.name = std::move(name),
            .shape = std::move(shape),
            .meaning = std::move(meaning),
            .default_text = {},
            .is_required = false};
}

Shape text() { return fleet::text_shape(fleet::any_text_form); }
/// A number, or a text that bounds it.
Shape figure() {
    return fleet::any_of_shape({fleet::number_shape(-most, most), fleet::text_shape(bound_form)});
}
/// Epoch seconds, or a text that names the time. When something is to be early or late is what
/// `at` and `within` say.
Shape time() {
    return fleet::any_of_shape(
        {fleet::number_shape(0, most), fleet::text_shape(fleet::moment_form)});
}
Shape severity() { return fleet::word_shape({"CRITICAL", "HIGH", "MEDIUM", "LOW"}); }
Shape list_of(Shape shape) { return fleet::array_shape(std::move(shape)); }

Field texts(std::string name) { return part(std::move(name), text()); }

Shape object(std::vector<Field> fields) { return fleet::object_shape("", "", std::move(fields)); }

Shape resource_identifier() {
    return object(
        {texts("deviceCertificateId"), texts("caCertificateId"), texts("cognitoIdentityPoolId"),
         texts("clientId"), texts("account"), texts("iamRoleArn"), texts("roleAliasArn"),
         texts("deviceCertificateArn"),
         part("policyVersionIdentifier", object({texts("policyName"), texts("policyVersionId")})),
         part("issuerCertificateIdentifier",
              object({texts("issuerCertificateSubject"), texts("issuerId"),
                      texts("issuerCertificateSerialNumber")}))});
}

Shape resource() {
    return object({part("resourceType",
                        fleet::word_shape({"DEVICE_CERTIFICATE", "CA_CERTIFICATE", "IOT_POLICY",
                                           "COGNITO_IDENTITY_POOL", "CLIENT_ID", "ACCOUNT_SETTINGS",
                                           "ROLE_ALIAS", "IAM_ROLE", "ISSUER_CERTIFICATE"})),
                   part("resourceIdentifier", resource_identifier()),
                   part("additionalInfo", fleet::open_shape())});
}

Shape metric_value() {
    return object({part("count", figure()), part("cidrs", list_of(text())),
                   part("ports", list_of(figure())), part("number", figure()),
                   part("numbers", list_of(figure())), part("strings", list_of(text()))});
}

Shape comparison() {
    return fleet::word_shape({"less-than", "less-than-equals", "greater-than",
                              "greater-than-equals", "in-cidr-set", "not-in-cidr-set",
                              "in-port-set", "not-in-port-set", "in-set", "not-in-set"});
}

Shape behavior() {
    return object(
        {texts("name"), texts("metric"),
         part("metricDimension", object({texts("dimensionName"), texts("operator")})),
         part("criteria", object({part("comparisonOperator", comparison()),
                                  part("value", metric_value()), part("durationSeconds", figure()),
                                  part("consecutiveDatapointsToAlarm", figure()),
                                  part("consecutiveDatapointsToClear", figure()),
                                  part("statisticalThreshold", object({texts("statistic")}))})),
         part("suppressAlerts", fleet::boolean_shape()),
         part("exportMetric", fleet::boolean_shape())});
}

Shape make_finding() {
    return object({texts("findingId"), texts("taskId"), texts("checkName"),
                   part("taskStartTime", time()), part("findingTime", time()),
                   part("severity", severity()), part("nonCompliantResource", resource()),
                   part("relatedResources", list_of(resource())), texts("reasonForNonCompliance"),
                   texts("reasonForNonComplianceCode"),
                   part("isSuppressed", fleet::boolean_shape())});
}

Shape make_alarm() {
    return object({texts("violationId"), texts("thingName"), texts("securityProfileName"),
                   part("behavior", behavior()), part("metricValue", metric_value()),
                   part("violationEventType", fleet::word_shape({"in-alarm"})),
                   part("verificationState", fleet::word_shape({"FALSE_POSITIVE", "BENIGN_POSITIVE",
                                                                "TRUE_POSITIVE", "UNKNOWN"})),
                   texts("verificationStateDescription"), part("violationEventTime", time())});
}

/// A count, or a range of counts.
Shape how_many() { return fleet::any_of_shape({fleet::number_shape(0, most), text()}); }

/// What a finding is about: a text, or by its key.
Shape about() {
    return fleet::any_of_shape(
        {object({texts("deviceCertificateId"), texts("caCertificateId"),
                 texts("cognitoIdentityPoolId"), texts("clientId"), texts("account"),
                 texts("iamRoleArn"), texts("roleAliasArn"), texts("deviceCertificateArn"),
                 texts("policyName"), texts("policyVersionId"), texts("issuerCertificateSubject"),
                 texts("issuerId"), texts("issuerCertificateSerialNumber")}),
         text()});
}

/// How checks ended, by their names; or one as CHECK=STATUS.
Shape check_status() {
    auto status = fleet::word_shape({"IN_PROGRESS", "WAITING_FOR_DATA_COLLECTION", "CANCELED",
                                     "COMPLETED_COMPLIANT", "COMPLETED_NON_COMPLIANT", "FAILED"});
    return fleet::any_of_shape({fleet::map_shape(fleet::any_text_form, std::move(status)), text()});
}

Shape entries(std::string title, std::vector<Field> fields) {
    fields.push_back(part("count", how_many(), "how many: 2, \">= 2\", \"1..3\"; at least one"));
    return list_of(fleet::object_shape(std::move(title), "", std::move(fields)));
}

Field named(std::string name, std::string meaning) {
    return part(std::move(name), text(), std::move(meaning));
}

Shape findings() {
    return entries(
        "expected finding",
        {named("check", "the check that finds it"), part("resource", about(), "what it is about"),
         named("cohort", "of the thing behind the resource"), named("thing", "behind the resource"),
         named("reasonCode", "why"), part("severity", severity(), "of its check"),
         part("isSuppressed", fleet::boolean_shape(), "by a suppression"),
         part("task", fleet::integer_shape(1, 1'000'000), "the audit; 1 is the first"),
         named("scheduledAuditName", "\"\": on demand"),
         part("match", finding_match_shape(), "any part of it in AWS's shape")});
}

Shape alarms() {
    return entries("expected alarm",
                   {named("behavior", "Name or PROFILE/Name"), named("profile", "its profile"),
                    named("metric", "what it watches"), named("cohort", "of its thing"),
                    named("thing", "that alarms"),
                    named("within", "from the start of its incident, or from `at`"),
                    named("at", "where the wait begins"),
                    named("clearedWithin", "from the alarm until it clears"),
                    part("match", alarm_match_shape(), "any part of it in AWS's shape")});
}

Shape tasks() {
    return entries(
        "expected audit task",
        {part("task", fleet::integer_shape(1, 1'000'000), "1 is the first"),
         part("status", fleet::word_shape({"IN_PROGRESS", "COMPLETED", "FAILED", "CANCELED"}),
              "how it ended"),
         part("type", fleet::word_shape({"ON_DEMAND_AUDIT_TASK", "SCHEDULED_AUDIT_TASK"}),
              "on demand or scheduled"),
         named("scheduledAuditName", "of its schedule"),
         part("checkStatus", check_status(), "{CHECK: STATUS}")});
}

}  // namespace

const Shape& finding_match_shape() {
    static const Shape shape = make_finding();
    return shape;
}

const Shape& alarm_match_shape() {
    static const Shape shape = make_alarm();
    return shape;
}

Shape error_code_shape() {
    return fleet::word_shape({"InvalidRequestException", "ResourceNotFoundException",
                              "ResourceAlreadyExistsException", "VersionConflictException",
                              "LimitExceededException", "InvalidQueryException", ""});
}

Shape expect_shape() {
    auto notifications =
        entries("expected notification", {named("topic", "an ARN or its last part"),
                                          part("isSent", fleet::boolean_shape(), "or held back")});
    auto operations = entries("expected operation",
                              {named("operation", "its API name"),
                               part("errorCode", error_code_shape(), "that it fails with")});
    return fleet::object_shape(
        "expect", "",
        {part("exclusive",
              fleet::any_of_shape({fleet::boolean_shape(), fleet::word_shape({"strict"})}),
              "what becomes of what no entry matches"),
         part("findings", findings(), "of audits"), part("alarms", alarms(), "of detect"),
         part("tasks", tasks(), "audits that run"),
         part("notifications", std::move(notifications), "SNS messages"),
         part("operations", std::move(operations), "AWS operations that are performed"),
         part("score", fleet::open_shape(), "bounds of figures: {\"audit.recall\": \">= 0.9\"}")});
}

}  // namespace scenarios
