// Starts an audit now; every check it names must exist and be enabled.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/operations/target_checks.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused = refuse_malformed(request, {target_check_names})) return *refused;
    const auto targets = read_target_checks(context.account, request);
    if (targets.refusal) return *targets.refusal;
    const auto running = std::ranges::count_if(context.account.running, &RunningTask::is_on_demand);
    if (static_cast<std::size_t>(running) >= on_demand_audits_max)
        return limit_exceeded(
            fmt::format("{} on-demand audits are running already.", on_demand_audits_max));
    fleet::Json response;
    response["taskId"] = start_audit(context.account, context.view(), context.now, targets.checks);
    return succeeded(response);
}

}  // namespace

extern const Operation start_on_demand_audit_task{.name = "StartOnDemandAuditTask",
                                                  .perform = perform};

}  // namespace engine::operations_table
