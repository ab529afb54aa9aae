// Ends an audit that is still running; what it has stated already stays.
#include <nlohmann/json.hpp>

#include "engine/operations/audit_lookup.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused = refuse_malformed(request, {audit_task_id})) return *refused;
    OperationResult refusal;
    const auto* task = find_audit_task(context, request, refusal);
    if (task == nullptr) return refusal;
    if (task->status != "IN_PROGRESS")
        return invalid_request("Only an audit task that is in progress can be canceled.");
    cancel_audit(context.account, context.view(), context.now, task->task_id);
    return succeeded(fleet::Json::object());
}

}  // namespace

extern const Operation cancel_audit_task{.name = "CancelAuditTask", .perform = perform};

}  // namespace engine::operations_table
