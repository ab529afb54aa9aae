// Tells one finding. Of the certificates below a revoked issuer it tells none: they are listed by
// ListRelatedResourcesForAuditFinding only.
#include <nlohmann/json.hpp>

#include "engine/aws_json.hpp"
#include "engine/operations/audit_lookup.hpp"

namespace engine::operations_table {
namespace {

constexpr std::string_view without_related_resources =
    "INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK";

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused = refuse_malformed(request, {audit_finding_id})) return *refused;
    OperationResult refusal;
    const auto* finding = find_audit_finding(context, request, refusal);
    if (finding == nullptr) return refusal;
    fleet::Json response;
    response["finding"] = to_json(*finding);
    if (finding->check_name == without_related_resources)
        response["finding"].erase("relatedResources");
    return succeeded(response);
}

}  // namespace

extern const Operation describe_audit_finding{.name = "DescribeAuditFinding", .perform = perform};

}  // namespace engine::operations_table
