// Lists the audits that were started in a period.
#include <nlohmann/json.hpp>

#include "engine/operations/request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused =
            refuse_malformed(request, {{"startTime", MemberType::time, Need::required},
                                       {"endTime", MemberType::time, Need::required},
                                       {"taskType", MemberType::text},
                                       {"taskStatus", MemberType::text},
                                       max_results,
                                       next_token}))
        return *refused;
    const auto begin = *fleet::read_aws_time(request["startTime"]);
    const auto end = *fleet::read_aws_time(request["endTime"]);
    const auto type = text_of(request, "taskType"), status = text_of(request, "taskStatus");
    std::vector<const AuditTask*> tasks;
    for (const auto& task : context.account.findings.tasks) {
        if (task.start < begin || task.start > end) continue;
        if (!type.empty() && task.type != type) continue;
        if (!status.empty() && task.status != status) continue;
        tasks.push_back(&task);
    }
    return list_page(request, "tasks", tasks.size(), [&](std::size_t i) {
        Json item;
        item["taskId"] = tasks[i]->task_id;
        item["taskStatus"] = tasks[i]->status;
        item["taskType"] = tasks[i]->type;
        return item;
    });
}

}  // namespace

extern const Operation list_audit_tasks{.name = "ListAuditTasks", .perform = perform};

}  // namespace engine::operations_table
