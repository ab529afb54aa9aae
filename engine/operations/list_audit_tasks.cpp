// Lists the audits that were started in a period. Neither times nor an order are promised.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/operations/audit_lookup.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

constexpr std::array<std::string_view, 2> task_types{"ON_DEMAND_AUDIT_TASK",
                                                     "SCHEDULED_AUDIT_TASK"};
constexpr std::array<std::string_view, 4> task_statuses{"IN_PROGRESS", "COMPLETED", "FAILED",
                                                        "CANCELED"};

bool is_none_of(const Json& request, std::string_view member,
                std::span<const std::string_view> words) {
    return request.contains(member) &&
           std::ranges::find(words, text_of(request, member)) == words.end();
}

std::optional<OperationResult> refuse(const OperationContext& context, const Json& request) {
    if (const auto refused =
            refuse_malformed(request, {{"startTime", MemberType::time, Need::required},
                                       {"endTime", MemberType::time, Need::required},
                                       {"taskType", MemberType::text},
                                       {"taskStatus", MemberType::text},
                                       max_results,
                                       next_token}))
        return refused;
    if (is_none_of(request, "taskType", task_types))
        return invalid_request("taskType must be ON_DEMAND_AUDIT_TASK or SCHEDULED_AUDIT_TASK.");
    if (is_none_of(request, "taskStatus", task_statuses))
        return invalid_request("taskStatus must be IN_PROGRESS, COMPLETED, FAILED or CANCELED.");
    if (!is_retained(*fleet::read_aws_time(request["startTime"]), context.now))
        return invalid_request("startTime is before what is retained, which is 90 days.");
    return refuse_period(request);
}

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused = refuse(context, request)) return *refused;
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
