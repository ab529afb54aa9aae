#include "engine/notifications.hpp"

#include <nlohmann/json.hpp>

#include "engine/account/permission.hpp"
#include "engine/audit/task.hpp"
#include "engine/aws_json.hpp"

namespace engine {
namespace {

using fleet::Json;

Json detail(const CheckSummary& check) {
    Json json;
    json["checkName"] = check.check_name;
    json["checkRunStatus"] = check.status;
    json["nonCompliantResourcesCount"] = check.non_compliant_resources;
    json["totalResourcesCount"] = check.total_resources;
    json["suppressedNonCompliantResourcesCount"] = check.suppressed_resources;
    if (!check.message.empty()) json["message"] = check.message;
    if (!check.error_code.empty()) json["errorCode"] = check.error_code;
    return json;
}

}  // namespace

std::string audit_message(std::string_view account_id, const AuditTask& task) {
    const auto statistics = statistics_of(task);
    Json json;
    json["accountId"] = account_id;
    json["taskId"] = task.task_id;
    json["taskStatus"] = task.status;
    json["taskType"] = task.type;
    if (!task.scheduled_audit_name.empty()) json["scheduledAuditName"] = task.scheduled_audit_name;
    json["failedChecksCount"] = statistics.failed;
    json["canceledChecksCount"] = statistics.canceled;
    json["nonCompliantChecksCount"] = statistics.non_compliant;
    json["compliantChecksCount"] = statistics.compliant;
    json["totalChecksCount"] = statistics.total;
    json["taskStartTime"] = fleet::epoch_ms(task.start);
    auto& details = json["auditDetails"] = Json::array();
    for (const auto& check : task.checks) details.push_back(detail(check));
    return fleet::to_line(json);
}

std::string alert_message(const ViolationEvent& event, std::string_view behavior_json) {
    Json json;
    json["violationEventTime"] = fleet::epoch_ms(event.time);
    json["thingName"] = event.thing_name;
    json["behavior"] = Json::parse(behavior_json);
    json["violationEventType"] = name_of(event.type);
    if (event.value) json["metricValue"] = to_json(*event.value);
    json["violationId"] = event.violation_id;
    json["securityProfileName"] = event.profile_name;
    return fleet::to_line(json);
}

void notify(std::vector<Notification>& notifications, const fleet::Inventory& inventory,
            const NotificationTarget& target, fleet::Time time, std::string message) {
    auto why_not = target.is_enabled ? why_not_permitted(inventory, target.role_arn, "sns:Publish",
                                                         target.target_arn)
                                     : std::string("the notification target is not enabled");
    const bool is_sent = why_not.empty();
    notifications.push_back({.time = time,
                             .topic_arn = target.target_arn,
                             .message = std::move(message),
                             .is_sent = is_sent,
                             .why_not = std::move(why_not)});
}

}  // namespace engine
