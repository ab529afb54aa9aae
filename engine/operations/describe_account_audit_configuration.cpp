// Tells how audits are configured: every check that AWS knows, enabled or not.
#include <nlohmann/json.hpp>

#include "engine/audit/checks.hpp"
#include "engine/operations/request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

Json setting_json(const AuditConfiguration& audit, std::string_view name) {
    Json json;
    json["enabled"] = audit.is_enabled(name);
    const auto* check = audit_check(name);
    const auto setting = audit.checks.find(name);
    if (check != nullptr && setting != audit.checks.end() && setting->second.threshold_days) {
        json["configuration"][std::string(check->threshold_name)] =
            std::to_string(*setting->second.threshold_days);
    }
    return json;
}

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused = refuse_malformed(request, {})) return *refused;
    const auto& audit = context.account.audit;
    Json response = Json::object();
    if (!audit.role_arn.empty()) response["roleArn"] = audit.role_arn;
    if (audit.sns) {
        auto& sns = response["auditNotificationTargetConfigurations"]["SNS"];
        sns["targetArn"] = audit.sns->target_arn;
        sns["roleArn"] = audit.sns->role_arn;
        sns["enabled"] = audit.sns->is_enabled;
    }
    for (const auto name : aws_check_names())
        response["auditCheckConfigurations"][std::string(name)] = setting_json(audit, name);
    return succeeded(response);
}

}  // namespace

extern const Operation describe_account_audit_configuration{
    .name = "DescribeAccountAuditConfiguration", .perform = perform};

}  // namespace engine::operations_table
