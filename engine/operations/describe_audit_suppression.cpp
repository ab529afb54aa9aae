// Tells what is suppressed of one check and resource, and until when.
#include <nlohmann/json.hpp>

#include "engine/operations/suppression_request.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused = refuse_malformed(request, {suppressed_check, suppressed_resource}))
        return *refused;
    AuditSuppression key;
    if (const auto refused = read_suppression_key(request, key)) return *refused;
    const auto* stored = suppression_like(context.account, key);
    if (stored == nullptr)
        return resource_not_found("There is no suppression of this check and resource.");
    return succeeded(to_json(*stored));
}

}  // namespace

extern const Operation describe_audit_suppression{.name = "DescribeAuditSuppression",
                                                  .perform = perform};

}  // namespace engine::operations_table
