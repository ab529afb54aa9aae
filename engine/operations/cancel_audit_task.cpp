// Ends an audit that is still running; what it has stated already stays.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/operations/request.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused =
            refuse_malformed(request, {{"taskId", MemberType::text, Need::required}}))
        return *refused;
    const auto id = text_of(request, "taskId");
    const auto& tasks = context.account.findings.tasks;
    const auto found = std::ranges::find(tasks, id, &AuditTask::task_id);
    if (found == tasks.end()) return resource_not_found("No such audit task.");
    if (found->status != "IN_PROGRESS")
        return invalid_request("Only an audit task that is in progress can be canceled.");
    cancel_audit(context.account, context.view(), context.now, id);
    return succeeded(fleet::Json::object());
}

}  // namespace

extern const Operation cancel_audit_task{.name = "CancelAuditTask", .perform = perform};

}  // namespace engine::operations_table
