// Sets the audits of the account back to how they were before anybody configured them.
#include <nlohmann/json.hpp>

#include "engine/operations/request.hpp"

namespace engine::operations_table {
namespace {

/// Suppressions and what was found are no part of the configuration. Schedules that stay find their
/// checks disabled.
OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused =
            refuse_malformed(request, {{"deleteScheduledAudits", MemberType::boolean}}))
        return *refused;
    auto& account = context.account;
    if (account.audit.role_arn.empty())
        return resource_not_found("Audits are not configured in this account.");
    account.audit = {};
    if (is_wanted(request, "deleteScheduledAudits")) account.schedules.clear();
    return succeeded(fleet::Json::object());
}

}  // namespace

extern const Operation delete_account_audit_configuration{.name = "DeleteAccountAuditConfiguration",
                                                          .perform = perform};

}  // namespace engine::operations_table
