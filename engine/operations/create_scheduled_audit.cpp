// Arranges an audit that runs by itself every day, week, fortnight or month (docs/audit-semantics
// §8).
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/operations/schedule_request.hpp"
#include "engine/operations/target_checks.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused =
            refuse_malformed(request, {scheduled_audit_name,
                                       {"frequency", MemberType::text, Need::required},
                                       {"dayOfMonth", MemberType::text},
                                       {"dayOfWeek", MemberType::text},
                                       target_check_names,
                                       {"tags", MemberType::objects}}))
        return *refused;
    auto& account = context.account;
    ScheduledAudit schedule;
    schedule.name = text_of(request, "scheduledAuditName");
    if (const auto refused = refuse_schedule_name(schedule.name)) return *refused;
    if (const auto refused = adopt_schedule(account, request, schedule)) return *refused;
    if (account.schedules.contains(schedule.name))
        return already_exists(
            fmt::format("There is a scheduled audit named {} already.", schedule.name));
    if (account.schedules.size() >= scheduled_audits_max)
        return limit_exceeded(
            fmt::format("There are {} scheduled audits already.", scheduled_audits_max));
    schedule.next_start = first_start_after(schedule, context.now);
    fleet::Json response;
    response["scheduledAuditArn"] = schedule_arn(context.inventory, schedule.name);
    auto name = schedule.name;
    account.schedules.emplace(std::move(name), std::move(schedule));
    return succeeded(response);
}

}  // namespace

extern const Operation create_scheduled_audit{.name = "CreateScheduledAudit", .perform = perform};

}  // namespace engine::operations_table
