#include "engine/cloudwatch.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "engine/audit/task.hpp"

namespace engine {
namespace {

using Dimensions = std::vector<std::pair<std::string, std::string>>;

auto order_of(const CloudWatchValue& value) {
    return std::tie(value.time, value.metric, value.dimensions);
}

void add(std::vector<CloudWatchValue>& values, CloudWatchValue value) {
    const auto at = std::ranges::upper_bound(values, order_of(value), {}, order_of);
    values.insert(at, std::move(value));
}

std::string_view counter_of(ViolationEventType type) {
    constexpr std::array<std::string_view, 3> counters{"Violations", "ViolationsCleared",
                                                       "ViolationsInvalidated"};
    return counters[static_cast<std::size_t>(type)];
}

}  // namespace

void count_audit(std::vector<CloudWatchValue>& values, fleet::Time time, const AuditTask& task) {
    for (const auto& check : task.checks) {
        if (check.status != check_status::compliant && check.status != check_status::non_compliant)
            continue;
        const Dimensions dimensions{
            {"CheckName", check.check_name},
            {"ScheduledAuditName",
             task.scheduled_audit_name.empty() ? "OnDemand" : task.scheduled_audit_name}};
        add(values, {time, "NonCompliantResources", dimensions, check.non_compliant_resources});
        add(values, {time, "ResourcesEvaluated", dimensions, check.total_resources});
    }
}

void count_violations(std::vector<CloudWatchValue>& values,
                      std::span<const ViolationEvent> events) {
    std::map<std::tuple<fleet::Time, std::string_view, Dimensions>, std::uint64_t> counts;
    for (const auto& event : events) {
        const auto counter = counter_of(event.type);
        ++counts[{event.time, counter, {}}];
        ++counts[{event.time, counter, {{"SecurityProfileName", event.profile_name}}}];
        ++counts[{
            event.time,
            counter,
            {{"SecurityProfileName", event.profile_name}, {"BehaviorName", event.behavior_name}}}];
    }
    for (const auto& [key, count] : counts) {
        const auto& [time, counter, dimensions] = key;
        add(values, {time, std::string(counter), dimensions, count});
    }
}

}  // namespace engine
