// Changes the term or the description of a suppression; check and resource are its key and stay.
#include <nlohmann/json.hpp>

#include "engine/operations/suppression_request.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused =
            refuse_malformed(request, {suppressed_check, suppressed_resource, expiration_date,
                                       suppress_indefinitely, suppression_description}))
        return *refused;
    AuditSuppression key;
    if (const auto refused = read_suppression_key(request, key)) return *refused;
    auto* stored = suppression_like(context.account, key);
    if (stored == nullptr)
        return resource_not_found("There is no suppression of this check and resource.");
    auto changed = *stored;
    if (const auto refused = adopt_term(request, context.now, changed)) return *refused;
    *stored = std::move(changed);
    return succeeded(fleet::Json::object());
}

}  // namespace

extern const Operation update_audit_suppression{.name = "UpdateAuditSuppression",
                                                .perform = perform};

}  // namespace engine::operations_table
