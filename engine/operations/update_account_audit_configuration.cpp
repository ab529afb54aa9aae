// Configures audits: given members are merged into what is configured already (docs/audit-semantics
// §2).
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/account/check_setting.hpp"
#include "engine/audit/check_name.hpp"
#include "engine/operations/request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

/// A member that is absent is not wrong.
bool is_length_wrong(const Json& request, std::string_view member, std::size_t length_min,
                     std::size_t length_max) {
    if (!request.contains(member)) return false;
    const auto length = text_of(request, member).size();
    return length < length_min || length > length_max;
}

bool is_role_arn_wrong(const Json& request) {
    return is_length_wrong(request, "roleArn", 20, 2048);
}

std::optional<OperationResult> refuse_target(const Json& targets) {
    if (const auto refused = refuse_malformed(targets, {{"SNS", MemberType::object}}))
        return refused;
    if (!targets.contains("SNS")) return std::nullopt;
    const auto& sns = targets["SNS"];
    if (const auto refused = refuse_malformed(sns, {{"targetArn", MemberType::text},
                                                    {"roleArn", MemberType::text},
                                                    {"enabled", MemberType::boolean}}))
        return refused;
    if (is_length_wrong(sns, "targetArn", 1, 2048))
        return invalid_request("targetArn must have 1 to 2048 characters.");
    if (is_role_arn_wrong(sns))
        return invalid_request("roleArn of the target must have 20 to 2048 characters.");
    return std::nullopt;
}

std::optional<OperationResult> refuse_settings(const Json& settings) {
    std::set<std::string_view> named;
    for (const auto& [check, setting] : settings.items()) {
        if (auto problem = problem_of_setting(check, setting); !problem.empty())
            return invalid_request(std::move(problem));
        if (const auto name = check_name_of(check); !named.insert(name).second)
            return invalid_request(fmt::format("{} is set twice.", name));
    }
    return std::nullopt;
}

std::optional<OperationResult> refuse(const Json& request) {
    if (const auto refused = refuse_malformed(
            request, {{"roleArn", MemberType::text},
                      {"auditNotificationTargetConfigurations", MemberType::object},
                      {"auditCheckConfigurations", MemberType::object}}))
        return refused;
    if (is_role_arn_wrong(request))
        return invalid_request("roleArn must have 20 to 2048 characters.");
    if (request.contains("auditNotificationTargetConfigurations")) {
        if (const auto refused = refuse_target(request["auditNotificationTargetConfigurations"]))
            return refused;
    }
    if (!request.contains("auditCheckConfigurations")) return std::nullopt;
    return refuse_settings(request["auditCheckConfigurations"]);
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

/// A scheduled audit goes on with every check that it names.
std::optional<OperationResult> refuse_disabling(const AccountState& account,
                                                const AuditConfiguration& merged) {
    for (const auto& [name, schedule] : account.schedules) {
        for (const auto* check : schedule.checks) {
            if (account.audit.is_enabled(check->name) && !merged.is_enabled(check->name))
                return invalid_request(fmt::format(
                    "The check {} is used by the scheduled audit {}.", check->name, name));
        }
    }
    return std::nullopt;
}

std::optional<OperationResult> refuse_merged(const AccountState& account,
                                             const AuditConfiguration& merged) {
    if (account.audit.role_arn.empty()) {
        if (const auto refused = refuse_first(merged)) return refused;
    }
    if (merged.sns && merged.sns->is_enabled &&
        (merged.sns->target_arn.empty() || merged.sns->role_arn.empty()))
        return invalid_request("An enabled notification target needs targetArn and roleArn.");
    return refuse_disabling(account, merged);
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
    if (request.contains("roleArn")) merged.role_arn = text_of(request, "roleArn");
    if (request.contains("auditNotificationTargetConfigurations"))
        adopt_target(merged, request["auditNotificationTargetConfigurations"]);
    if (request.contains("auditCheckConfigurations")) {
        for (const auto& [check, setting] : request["auditCheckConfigurations"].items())
            adopt_setting(merged.checks[std::string(check_name_of(check))], setting,
                          context.enabled_since);
    }
    if (const auto refused = refuse_merged(context.account, merged)) return *refused;
    context.account.audit = std::move(merged);
    return succeeded(Json::object());
}

}  // namespace

extern const Operation update_account_audit_configuration{.name = "UpdateAccountAuditConfiguration",
                                                          .perform = perform};

}  // namespace engine::operations_table
