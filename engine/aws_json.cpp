#include "engine/aws_json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/audit/resource_identifier.hpp"
#include "engine/audit/task.hpp"

namespace engine {
namespace {

using fleet::Json;

/// What ListRelatedResourcesForAuditFinding pages through in full.
constexpr std::size_t related_resources_inline_max = 10;

constexpr std::string_view issuer_certificate_type = "ISSUER_CERTIFICATE";

Json object_of(const std::vector<std::pair<std::string, std::string>>& members) {
    auto object = Json::object();
    for (const auto& [key, value] : members) object[key] = value;
    return object;
}

Json statistics_json(const TaskStatistics& statistics) {
    Json json;
    json["totalChecks"] = statistics.total;
    json["inProgressChecks"] = statistics.in_progress;
    json["waitingForDataCollectionChecks"] = statistics.waiting;
    json["compliantChecks"] = statistics.compliant;
    json["nonCompliantChecks"] = statistics.non_compliant;
    json["failedChecks"] = statistics.failed;
    json["canceledChecks"] = statistics.canceled;
    return json;
}

Json summary_json(const CheckSummary& summary) {
    Json json;
    json["checkRunStatus"] = summary.status;
    if (summary.status == check_status::in_progress || summary.status == check_status::waiting ||
        summary.status == check_status::canceled) {
        if (!summary.message.empty()) json["message"] = summary.message;
        return json;
    }
    json["checkCompliant"] = summary.status == check_status::compliant;
    json["totalResourcesCount"] = summary.total_resources;
    json["nonCompliantResourcesCount"] = summary.non_compliant_resources;
    json["suppressedNonCompliantResourcesCount"] = summary.suppressed_resources;
    if (!summary.error_code.empty()) json["errorCode"] = summary.error_code;
    if (!summary.message.empty()) json["message"] = summary.message;
    return json;
}

Json behavior_json_of(const std::string& text) { return Json::parse(text); }

void add(const Verification& verification, Json& json) {
    json["verificationState"] = verification.state;
    if (!verification.description.empty())
        json["verificationStateDescription"] = verification.description;
}

}  // namespace

Json to_json(const Resource& resource) {
    Json json;
    json["resourceType"] = resource.type;
    json["resourceIdentifier"] = identifier_json(resource.identifier);
    if (!resource.additional_info.empty())
        json["additionalInfo"] = object_of(resource.additional_info);
    return json;
}

Json to_json(const AuditFinding& finding) {
    Json json;
    json["findingId"] = finding.finding_id;
    json["taskId"] = finding.task_id;
    json["checkName"] = finding.check_name;
    json["taskStartTime"] = fleet::aws_time(finding.task_start_time);
    json["findingTime"] = fleet::aws_time(finding.finding_time);
    json["severity"] = name_of(finding.severity);
    json["nonCompliantResource"] = to_json(finding.resource);
    // The certificates below a revoked issuer are only listed apart (docs/audit-semantics §3.24).
    const auto inline_max =
        finding.resource.type == issuer_certificate_type ? 0 : related_resources_inline_max;
    const auto inline_count = std::min(inline_max, finding.related_resources.size());
    for (std::size_t i = 0; i < inline_count; ++i)
        json["relatedResources"].push_back(to_json(finding.related_resources[i]));
    json["reasonForNonCompliance"] = finding.reason;
    json["reasonForNonComplianceCode"] = finding.reason_code;
    json["isSuppressed"] = finding.is_suppressed;
    return json;
}

Json to_json(const AuditTask& task) {
    Json json;
    json["taskStatus"] = task.status;
    json["taskType"] = task.type;
    json["taskStartTime"] = fleet::aws_time(task.start);
    json["taskStatistics"] = statistics_json(statistics_of(task));
    if (!task.scheduled_audit_name.empty()) json["scheduledAuditName"] = task.scheduled_audit_name;
    auto& details = json["auditDetails"] = Json::object();
    for (const auto& check : task.checks) details[check.check_name] = summary_json(check);
    return json;
}

Json to_json(const MetricValue& value) {
    using Form = MetricValue::Form;
    auto json = Json::object();
    if (value.form == Form::count) json["count"] = value.count;
    if (value.form == Form::cidrs) json["cidrs"] = value.texts;
    if (value.form == Form::number) json["number"] = value.number;
    if (value.form == Form::numbers) json["numbers"] = value.numbers;
    if (value.form == Form::strings) json["strings"] = value.texts;
    if (value.form == Form::ports) {
        auto& ports = json["ports"] = Json::array();
        for (const auto port : value.numbers) ports.push_back(static_cast<std::uint64_t>(port));
    }
    return json;
}

Json to_json(const ViolationEvent& event, const std::string& behavior_json,
             const Verification& verification) {
    Json json;
    json["violationId"] = event.violation_id;
    json["thingName"] = event.thing_name;
    json["securityProfileName"] = event.profile_name;
    json["behavior"] = behavior_json_of(behavior_json);
    if (event.value) json["metricValue"] = to_json(*event.value);
    json["violationEventType"] = name_of(event.type);
    add(verification, json);
    json["violationEventTime"] = fleet::aws_time(event.time);
    return json;
}

Json to_json(const ActiveViolation& violation, const std::string& behavior_json,
             const Verification& verification) {
    Json json;
    json["violationId"] = violation.violation_id;
    json["thingName"] = violation.thing_name;
    json["securityProfileName"] = violation.profile_name;
    json["behavior"] = behavior_json_of(behavior_json);
    if (violation.last_value) json["lastViolationValue"] = to_json(*violation.last_value);
    add(verification, json);
    json["lastViolationTime"] = fleet::aws_time(violation.last_violation_time);
    json["violationStartTime"] = fleet::aws_time(violation.violation_start_time);
    return json;
}

}  // namespace engine
