// Tells how far an audit has come and what its checks counted.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/aws_json.hpp"
#include "engine/operations/request.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused =
            refuse_malformed(request, {{"taskId", MemberType::text, Need::required}}))
        return *refused;
    const auto& tasks = context.account.findings.tasks;
    const auto found = std::ranges::find(tasks, text_of(request, "taskId"), &AuditTask::task_id);
    if (found == tasks.end()) return resource_not_found("No such audit task.");
    return succeeded(to_json(*found));
}

}  // namespace

extern const Operation describe_audit_task{.name = "DescribeAuditTask", .perform = perform};

}  // namespace engine::operations_table
