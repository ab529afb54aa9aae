// Ends a suppression; there need not be one.
#include <nlohmann/json.hpp>

#include "engine/operations/suppression_request.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused = refuse_malformed(request, {suppressed_check, suppressed_resource}))
        return *refused;
    AuditSuppression key;
    if (const auto refused = read_suppression_key(request, key)) return *refused;
    std::erase_if(context.account.suppressions,
                  [&](const auto& one) { return one.is_of(key.check_name, key.resource); });
    return succeeded(fleet::Json::object());
}

}  // namespace

extern const Operation delete_audit_suppression{.name = "DeleteAuditSuppression",
                                                .perform = perform};

}  // namespace engine::operations_table
