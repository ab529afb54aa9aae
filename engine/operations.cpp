#include "engine/operations.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/rules.hpp"
#include "fleet/base/error.hpp"

namespace engine {
namespace operations_table {
extern const Operation attach_security_profile;
extern const Operation cancel_audit_task;
extern const Operation create_audit_suppression;
extern const Operation create_custom_metric;
extern const Operation create_dimension;
extern const Operation create_scheduled_audit;
extern const Operation create_security_profile;
extern const Operation delete_account_audit_configuration;
extern const Operation delete_audit_suppression;
extern const Operation delete_custom_metric;
extern const Operation delete_dimension;
extern const Operation delete_scheduled_audit;
extern const Operation delete_security_profile;
extern const Operation describe_account_audit_configuration;
extern const Operation describe_audit_finding;
extern const Operation describe_audit_suppression;
extern const Operation describe_audit_task;
extern const Operation describe_custom_metric;
extern const Operation describe_dimension;
extern const Operation describe_scheduled_audit;
extern const Operation describe_security_profile;
extern const Operation detach_security_profile;
extern const Operation list_active_violations;
extern const Operation list_audit_findings;
extern const Operation list_audit_suppressions;
extern const Operation list_audit_tasks;
extern const Operation list_custom_metrics;
extern const Operation list_dimensions;
extern const Operation list_metric_values;
extern const Operation list_related_resources_for_audit_finding;
extern const Operation list_scheduled_audits;
extern const Operation list_security_profiles;
extern const Operation list_security_profiles_for_target;
extern const Operation list_targets_for_security_profile;
extern const Operation list_violation_events;
extern const Operation put_verification_state_on_violation;
extern const Operation search_index;
extern const Operation start_on_demand_audit_task;
extern const Operation update_account_audit_configuration;
extern const Operation update_audit_suppression;
extern const Operation update_certificate;
extern const Operation update_custom_metric;
extern const Operation update_dimension;
extern const Operation update_scheduled_audit;
extern const Operation update_security_profile;
extern const Operation validate_security_profile_behaviors;
}  // namespace operations_table

namespace {

namespace table_of = operations_table;
constexpr std::array<const Operation*, 46> table{
    &table_of::attach_security_profile,
    &table_of::cancel_audit_task,
    &table_of::create_audit_suppression,
    &table_of::create_custom_metric,
    &table_of::create_dimension,
    &table_of::create_scheduled_audit,
    &table_of::create_security_profile,
    &table_of::delete_account_audit_configuration,
    &table_of::delete_audit_suppression,
    &table_of::delete_custom_metric,
    &table_of::delete_dimension,
    &table_of::delete_scheduled_audit,
    &table_of::delete_security_profile,
    &table_of::describe_account_audit_configuration,
    &table_of::describe_audit_finding,
    &table_of::describe_audit_suppression,
    &table_of::describe_audit_task,
    &table_of::describe_custom_metric,
    &table_of::describe_dimension,
    &table_of::describe_scheduled_audit,
    &table_of::describe_security_profile,
    &table_of::detach_security_profile,
    &table_of::list_active_violations,
    &table_of::list_audit_findings,
    &table_of::list_audit_suppressions,
    &table_of::list_audit_tasks,
    &table_of::list_custom_metrics,
    &table_of::list_dimensions,
    &table_of::list_metric_values,
    &table_of::list_related_resources_for_audit_finding,
    &table_of::list_scheduled_audits,
    &table_of::list_security_profiles,
    &table_of::list_security_profiles_for_target,
    &table_of::list_targets_for_security_profile,
    &table_of::list_violation_events,
    &table_of::put_verification_state_on_violation,
    &table_of::search_index,
    &table_of::start_on_demand_audit_task,
    &table_of::update_account_audit_configuration,
    &table_of::update_audit_suppression,
    &table_of::update_certificate,
    &table_of::update_custom_metric,
    &table_of::update_dimension,
    &table_of::update_scheduled_audit,
    &table_of::update_security_profile,
    &table_of::validate_security_profile_behaviors,
};

}  // namespace

std::span<const Operation* const> operations() { return table; }

const Operation* operation_named(std::string_view name) {
    const auto found =
        std::ranges::find_if(table, [&](const auto* operation) { return operation->name == name; });
    return found == table.end() ? nullptr : *found;
}

void perform(OperationContext& context, const PlannedOperation& planned) {
    const auto* operation = operation_named(planned.operation);
    fleet::require(operation != nullptr, "a planned operation is in the table");
    const auto request = fleet::parse_json(planned.request, planned.operation);
    const auto result = operation->perform(context, request.root());
    context.account.findings.operations.push_back({.time = planned.time,
                                                   .operation = planned.operation,
                                                   .request = planned.request,
                                                   .response = result.response,
                                                   .error_code = result.code,
                                                   .error_message = result.message,
                                                   .where = planned.where,
                                                   .expected_error = planned.expected_error});
}

}  // namespace engine
