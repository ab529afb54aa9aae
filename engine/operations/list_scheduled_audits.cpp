// Lists the scheduled audits, by name.
#include <nlohmann/json.hpp>

#include "engine/operations/schedule_request.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused = refuse_malformed(request, {next_token, max_results})) return *refused;
    std::vector<const ScheduledAudit*> schedules;
    for (const auto& [name, schedule] : context.account.schedules) schedules.push_back(&schedule);
    return list_page(request, "scheduledAudits", schedules.size(), [&](std::size_t i) {
        fleet::Json item;
        item["scheduledAuditName"] = schedules[i]->name;
        item["scheduledAuditArn"] = schedule_arn(context.inventory, schedules[i]->name);
        add_calendar(item, *schedules[i]);
        return item;
    });
}

}  // namespace

extern const Operation list_scheduled_audits{.name = "ListScheduledAudits", .perform = perform};

}  // namespace engine::operations_table
