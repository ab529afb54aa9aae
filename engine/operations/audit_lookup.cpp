#include "engine/operations/audit_lookup.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace engine {

std::optional<OperationResult> refuse_task_id(std::string_view id) {
    constexpr std::size_t length_max = 40;
    if (is_identifier(id, length_max, "-")) return std::nullopt;
    return invalid_request("taskId must have 1 to 40 letters, digits or '-' and nothing else.");
}

std::optional<OperationResult> refuse_period(const fleet::Json& request) {
    if (*fleet::read_aws_time(request["startTime"]) <= *fleet::read_aws_time(request["endTime"]))
        return std::nullopt;
    return invalid_request("startTime must not be later than endTime.");
}

const AuditTask* find_audit_task(const OperationContext& context, const fleet::Json& request,
                                 OperationResult& refusal) {
    const auto id = text_of(request, "taskId");
    if (auto refused = refuse_task_id(id)) {
        refusal = std::move(*refused);
        return nullptr;
    }
    const auto& tasks = context.account.findings.tasks;
    const auto found = std::ranges::find(tasks, id, &AuditTask::task_id);
    if (found != tasks.end() && is_retained(found->start, context.now)) return &*found;
    refusal = resource_not_found("No such audit task.");
    return nullptr;
}

const AuditFinding* find_audit_finding(const OperationContext& context, const fleet::Json& request,
                                       OperationResult& refusal) {
    constexpr std::size_t length_max = 128;
    const auto id = text_of(request, "findingId");
    if (!is_identifier(id, length_max)) {
        refusal = invalid_request(
            "findingId must have 1 to 128 letters, digits, '_' or '-' and nothing else.");
        return nullptr;
    }
    const auto& findings = context.account.findings.audit_findings;
    const auto found = std::ranges::find(findings, id, &AuditFinding::finding_id);
    if (found != findings.end() && is_retained(found->task_start_time, context.now)) return &*found;
    refusal = resource_not_found("No such audit finding.");
    return nullptr;
}

}  // namespace engine
