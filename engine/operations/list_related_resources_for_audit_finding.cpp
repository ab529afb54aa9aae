// Lists every resource that belongs to a finding, of which the finding itself holds ten at most.
#include <nlohmann/json.hpp>

#include "engine/aws_json.hpp"
#include "engine/operations/audit_lookup.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused = refuse_malformed(request, {audit_finding_id, next_token, max_results}))
        return *refused;
    OperationResult refusal;
    const auto* finding = find_audit_finding(context, request, refusal);
    if (finding == nullptr) return refusal;
    const auto& related = finding->related_resources;
    return list_page(request, "relatedResources", related.size(),
                     [&](std::size_t i) { return to_json(related[i]); });
}

}  // namespace

extern const Operation list_related_resources_for_audit_finding{
    .name = "ListRelatedResourcesForAuditFinding", .perform = perform};

}  // namespace engine::operations_table
