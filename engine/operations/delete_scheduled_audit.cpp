// Ends a schedule; a run of it that goes on is not touched.
#include <nlohmann/json.hpp>

#include "engine/operations/schedule_request.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused = refuse_malformed(request, {scheduled_audit_name})) return *refused;
    const auto name = text_of(request, "scheduledAuditName");
    if (const auto refused = refuse_unknown_schedule(context.account, name)) return *refused;
    context.account.schedules.erase(name);
    return succeeded(fleet::Json::object());
}

}  // namespace

extern const Operation delete_scheduled_audit{.name = "DeleteScheduledAudit", .perform = perform};

}  // namespace engine::operations_table
