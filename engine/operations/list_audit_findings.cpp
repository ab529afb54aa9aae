// Lists what audits found: of one task, or within a period.
#include <nlohmann/json.hpp>

#include "engine/audit/check_name.hpp"
#include "engine/aws_json.hpp"
#include "engine/operations/audit_lookup.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

std::optional<OperationResult> refuse(const Json& request) {
    if (const auto refused =
            refuse_malformed(request, {{"taskId", MemberType::text},
                                       {"checkName", MemberType::text},
                                       {"resourceIdentifier", MemberType::object},
                                       {"startTime", MemberType::time},
                                       {"endTime", MemberType::time},
                                       {"listSuppressedFindings", MemberType::boolean},
                                       max_results,
                                       next_token}))
        return refused;
    const bool has_task = request.contains("taskId");
    const bool has_start = request.contains("startTime"), has_end = request.contains("endTime");
    if (has_start != has_end || has_task == has_start)
        return invalid_request("Give either taskId, or both startTime and endTime.");
    if (request.contains("checkName") && check_name_of(text_of(request, "checkName")).empty())
        return invalid_request(std::string(invalid_check_name));
    return has_task ? refuse_task_id(text_of(request, "taskId")) : refuse_period(request);
}

bool is_asked_for(const Json& request, const ResourceIdentifier& resource,
                  const AuditFinding& finding) {
    if (request.contains("taskId") && finding.task_id != text_of(request, "taskId")) return false;
    if (request.contains("startTime") &&
        (finding.finding_time < *fleet::read_aws_time(request["startTime"]) ||
         finding.finding_time > *fleet::read_aws_time(request["endTime"])))
        return false;
    if (request.contains("checkName") &&
        finding.check_name != check_name_of(text_of(request, "checkName")))
        return false;
    if (request.contains("listSuppressedFindings") &&
        finding.is_suppressed != request["listSuppressedFindings"].get<bool>())
        return false;
    return resource.empty() || names(resource, finding.resource);
}

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused = refuse(request)) return *refused;
    ResourceIdentifier resource;
    std::string problem;
    if (request.contains("resourceIdentifier"))
        resource = read_resource_identifier(request["resourceIdentifier"], problem);
    if (!problem.empty()) return invalid_request(std::move(problem));
    std::vector<const AuditFinding*> findings;
    for (const auto& finding : context.account.findings.audit_findings) {
        if (is_retained(finding.task_start_time, context.now) &&
            is_asked_for(request, resource, finding))
            findings.push_back(&finding);
    }
    return list_page(request, "findings", findings.size(),
                     [&](std::size_t i) { return to_json(*findings[i]); });
}

}  // namespace

extern const Operation list_audit_findings{.name = "ListAuditFindings", .perform = perform};

}  // namespace engine::operations_table
