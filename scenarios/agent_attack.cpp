#include "scenarios/agent_attack.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/refusal.hpp"

namespace scenarios {

const AgentDescription& agent_of(const Engagement& engagement, Cast& cast, std::uint32_t device) {
    const auto* agent = cast.plan_of(device).agent();
    if (agent != nullptr) return agent->description();
    const auto& fleet = cast.fleet();
    refuse(engagement.where,
           fmt::format(
               "{} shows in what devices report, and cohort {} has no agent; give it \"reports\"",
               engagement.kind, fleet.cohorts[fleet.devices[device].cohort].name));
}

void alter_reports(const Engagement& engagement, Cast& cast, Incident& incident,
                   const std::function<void(std::uint32_t, AgentChange&)>& change) {
    for (const auto device : engagement.devices) {
        agent_of(engagement, cast, device);
        auto altered = unaltered(engagement.begin, engagement.end);
        change(device, altered);
        cast.plan_of(device).alter_reports(device, std::move(altered));
        incident.actors.push_back(cast.thing(device));
    }
}

AgentChange unaltered(fleet::Time begin, fleet::Time end) {
    return {.begin = begin,
            .end = end,
            .tcp_ports = {},
            .udp_ports = {},
            .connections = {},
            .added = {},
            .custom = {},
            .faults = {}};
}

std::uint64_t tenth_more(const CountRange& usual) {
    return std::max<std::uint64_t>(1, (usual.min + (usual.max - usual.min) / 2) / 10);
}

std::uint64_t in_a_report(std::uint64_t per_second, const AgentDescription& agent) {
    return per_second * static_cast<std::uint64_t>(agent.every.count()) / 1000;
}

std::string foreign_address(fleet::Stream& draws) {
    const auto number = draws.below(std::uint64_t{1} << 17);
    return fmt::format("198.{}.{}.{}", 18 + (number >> 16), number >> 8 & 0xFF, number & 0xFF);
}

}  // namespace scenarios
