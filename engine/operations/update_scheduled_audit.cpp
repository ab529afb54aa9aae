// Changes what is given of a scheduled audit; one that is told anew when to run is anchored anew.
#include <nlohmann/json.hpp>

#include "engine/operations/schedule_request.hpp"
#include "engine/operations/target_checks.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused = refuse_malformed(request, {scheduled_audit_name,
                                                        {"frequency", MemberType::text},
                                                        {"dayOfMonth", MemberType::text},
                                                        {"dayOfWeek", MemberType::text},
                                                        {"targetCheckNames", MemberType::texts}}))
        return *refused;
    auto& account = context.account;
    const auto name = text_of(request, "scheduledAuditName");
    if (const auto refused = refuse_unknown_schedule(account, name)) return *refused;
    auto& stored = account.schedules.find(name)->second;
    auto changed = stored;
    if (const auto refused = adopt_schedule(account, request, changed)) return *refused;
    if (is_rescheduled(request)) changed.next_start = first_start_after(changed, context.now);
    stored = std::move(changed);
    fleet::Json response;
    response["scheduledAuditArn"] = schedule_arn(context.inventory, name);
    return succeeded(response);
}

}  // namespace

extern const Operation update_scheduled_audit{.name = "UpdateScheduledAudit", .perform = perform};

}  // namespace engine::operations_table
