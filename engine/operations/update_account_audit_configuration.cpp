// Configures audits: given members are merged into what is configured already (docs/audit-semantics
// §2).
#include <nlohmann/json.hpp>

#include "engine/account/check_setting.hpp"
#include "engine/operations/request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

std::optional<OperationResult> refuse_target(const Json& targets) {
    if (const auto refused = refuse_malformed(targets, {{"SNS", MemberType::object}}))
        return refused;
    if (!targets.contains("SNS")) return std::nullopt;
    return refuse_malformed(targets["SNS"], {{"targetArn", MemberType::text},
                                             {"roleArn", MemberType::text},
                                             {"enabled", MemberType::boolean}});
}

std::optional<OperationResult> refuse(const Json& request) {
    if (const auto refused = refuse_malformed(
            request, {{"roleArn", MemberType::text},
                      {"auditNotificationTargetConfigurations", MemberType::object},
                      {"auditCheckConfigurations", MemberType::object}}))
        return refused;
    if (const auto arn = text_of(request, "roleArn");
        request.contains("roleArn") && (arn.size() < 20 || arn.size() > 2048))
        return invalid_request("roleArn must have 20 to 2048 characters.");
    if (request.contains("auditNotificationTargetConfigurations")) {
        if (const auto refused = refuse_target(request["auditNotificationTargetConfigurations"]))
            return refused;
    }
    if (!request.contains("auditCheckConfigurations")) return std::nullopt;
    for (const auto& [check, setting] : request["auditCheckConfigurations"].items()) {
        if (auto problem = problem_of_setting(check, setting); !problem.empty())
            return invalid_request(std::move(problem));
    }
    return std::nullopt;
}

/// Audits that were never configured need a role and something to do.
std::optional<OperationResult> refuse_first(const AuditConfiguration& merged) {
    if (merged.role_arn.empty())
        return invalid_request("roleArn is required when audits are configured first.");
    for (const auto& [check, setting] : merged.checks) {
        if (setting.is_enabled) return std::nullopt;
    }
    return invalid_request("At least one check must be enabled when audits are configured first.");
}

void adopt_target(AuditConfiguration& audit, const Json& targets) {
    if (!targets.contains("SNS")) return;
    const auto& given = targets["SNS"];
    auto target = audit.sns.value_or(NotificationTarget{});
    target.target_arn = given.value("targetArn", target.target_arn);
    target.role_arn = given.value("roleArn", target.role_arn);
    target.is_enabled = given.value("enabled", target.is_enabled);
    audit.sns = std::move(target);
}

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused = refuse(request)) return *refused;
    auto merged = context.account.audit;
    const bool is_first = merged.role_arn.empty();
    if (request.contains("roleArn")) merged.role_arn = text_of(request, "roleArn");
    if (request.contains("auditNotificationTargetConfigurations"))
        adopt_target(merged, request["auditNotificationTargetConfigurations"]);
    if (request.contains("auditCheckConfigurations")) {
        for (const auto& [check, setting] : request["auditCheckConfigurations"].items())
            adopt_setting(merged.checks[check], setting, context.enabled_since);
    }
    if (is_first) {
        if (const auto refused = refuse_first(merged)) return *refused;
    }
    context.account.audit = std::move(merged);
    return succeeded(Json::object());
}

}  // namespace

extern const Operation update_account_audit_configuration{.name = "UpdateAccountAuditConfiguration",
                                                          .perform = perform};

}  // namespace engine::operations_table
