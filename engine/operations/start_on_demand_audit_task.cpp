// Starts an audit now; every check it names must exist and be enabled.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/account/check_setting.hpp"
#include "engine/audit/checks.hpp"
#include "engine/operations/request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

std::optional<OperationResult> refuse_check(const AccountState& account, const std::string& name) {
    if (std::ranges::find(aws_check_names(), name) == aws_check_names().end())
        return invalid_request(std::string(invalid_check_name));
    if (!account.audit.is_enabled(name))
        return invalid_request(fmt::format("The check {} is not enabled.", name));
    return std::nullopt;
}

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused =
            refuse_malformed(request, {{"targetCheckNames", MemberType::texts, Need::required}}))
        return *refused;
    const auto names = request["targetCheckNames"].get<std::vector<std::string>>();
    if (names.empty()) return invalid_request("targetCheckNames must name at least one check.");
    std::vector<const AuditCheck*> checks;
    for (const auto& name : names) {
        if (const auto refused = refuse_check(context.account, name)) return *refused;
        checks.push_back(audit_check(name));
    }
    if (context.account.running.size() >= on_demand_audits_max)
        return limit_exceeded(
            fmt::format("{} on-demand audits are running already.", on_demand_audits_max));
    Json response;
    response["taskId"] = start_audit(context.account, context.view(), context.now, checks);
    return succeeded(response);
}

}  // namespace

extern const Operation start_on_demand_audit_task{.name = "StartOnDemandAuditTask",
                                                  .perform = perform};

}  // namespace engine::operations_table
