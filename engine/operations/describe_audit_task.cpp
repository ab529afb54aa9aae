// Tells how far an audit has come and what its checks counted.
#include <nlohmann/json.hpp>

#include "engine/aws_json.hpp"
#include "engine/operations/audit_lookup.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused = refuse_malformed(request, {audit_task_id})) return *refused;
    OperationResult refusal;
    const auto* task = find_audit_task(context, request, refusal);
    return task == nullptr ? refusal : succeeded(to_json(*task));
}

}  // namespace

extern const Operation describe_audit_task{.name = "DescribeAuditTask", .perform = perform};

}  // namespace engine::operations_table
