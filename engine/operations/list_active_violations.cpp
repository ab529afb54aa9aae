// Lists the alarms that are on now.
#include <nlohmann/json.hpp>

#include "engine/aws_json.hpp"
#include "engine/operations/violation_filter.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused = refuse_malformed(
            request, {thing_name, security_profile_name, list_suppressed_alerts, verification_state,
                      behavior_criteria_type, max_results, next_token}))
        return *refused;
    if (const auto refused = refuse_filters(request)) return *refused;
    auto violations = context.detect.active_violations();
    std::erase_if(violations, [&](const auto& violation) {
        return !is_listed(context.account, request, violation);
    });
    return list_page(request, "activeViolations", violations.size(), [&](std::size_t i) {
        return to_json(violations[i], behavior_of(context.account, violations[i]),
                       context.account.findings.verification_of(violations[i].violation_id));
    });
}

}  // namespace

extern const Operation list_active_violations{.name = "ListActiveViolations", .perform = perform};

}  // namespace engine::operations_table
