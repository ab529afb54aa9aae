// Lists what happened to alarms in a period, the latest first.
#include <nlohmann/json.hpp>

#include <algorithm>

#include "engine/aws_json.hpp"
#include "engine/operations/violation_filter.hpp"

namespace engine::operations_table {
namespace {

OperationResult perform(OperationContext& context, const fleet::Json& request) {
    if (const auto refused =
            refuse_malformed(request, {{"startTime", MemberType::time, Need::required},
                                       {"endTime", MemberType::time, Need::required},
                                       thing_name,
                                       security_profile_name,
                                       list_suppressed_alerts,
                                       verification_state,
                                       behavior_criteria_type,
                                       max_results,
                                       next_token}))
        return *refused;
    if (const auto refused = refuse_filters(request)) return *refused;
    const auto begin = *fleet::read_aws_time(request["startTime"]);
    const auto end = *fleet::read_aws_time(request["endTime"]);
    std::vector<const ViolationEvent*> events;
    for (const auto& event : context.account.findings.violation_events) {
        if (event.time >= begin && event.time <= end && is_listed(context.account, request, event))
            events.push_back(&event);
    }
    std::ranges::stable_sort(events, std::greater{}, [](const auto* event) { return event->time; });
    return list_page(request, "violationEvents", events.size(), [&](std::size_t i) {
        return to_json(*events[i], behavior_of(context.account, *events[i]),
                       context.account.findings.verification_of(events[i]->violation_id));
    });
}

}  // namespace

extern const Operation list_violation_events{.name = "ListViolationEvents", .perform = perform};

}  // namespace engine::operations_table
