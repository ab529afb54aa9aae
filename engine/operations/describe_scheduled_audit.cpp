// Tells when a scheduled audit runs and what it checks.
#include <nlohmann/json.hpp>

#include "engine/operations/schedule_request.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused = refuse_malformed(request, {scheduled_audit_name})) return *refused;
    const auto name = text_of(request, "scheduledAuditName");
    if (const auto refused = refuse_unknown_schedule(context.account, name)) return *refused;
    const auto& schedule = context.account.schedules.find(name)->second;
    fleet::Json response;
    add_calendar(response, schedule);
    auto& checks = response["targetCheckNames"] = fleet::Json::array();
    for (const auto* check : schedule.checks) checks.push_back(check->name);
    response["scheduledAuditName"] = name;
    response["scheduledAuditArn"] = schedule_arn(context.inventory, name);
    return succeeded(response);
}

}  // namespace

extern const Operation describe_scheduled_audit{.name = "DescribeScheduledAudit",
                                                .perform = perform};

}  // namespace engine::operations_table
