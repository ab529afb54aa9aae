// Somebody carries away what a device has, patiently: a copy of everything it sends goes elsewhere
// as well, or a little more every day. Its usual traffic goes on.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenarios/agent_attack.hpp"

namespace scenarios::attacks_table {
namespace {

constexpr fleet::Duration day = std::chrono::hours{24};
constexpr std::array<std::string_view, 2> ways{"copy", "growth"};

constexpr std::array parameters{
    fleet::ParameterCard{"how", fleet::ParameterType::word, "copy",
                         "copy: of every message, elsewhere; growth: a little more every day",
                         ways},
    fleet::ParameterCard{.name = "percentPerDay",
                         .type = fleet::ParameterType::count,
                         .default_text = "1",
                         .meaning = "of what it usually sends, for growth",
                         .least = 1,
                         .most = 1000},
};

std::uint64_t middle(const CountRange& range) { return range.min + (range.max - range.min) / 2; }

AgentCounters added(const AgentDescription& agent, std::uint64_t percent) {
    AgentCounters counters;
    counters.bytes_out = std::max<std::uint64_t>(1, middle(agent.bytes_out) * percent / 100);
    counters.packets_out = std::max<std::uint64_t>(1, middle(agent.packets_out) * percent / 100);
    return counters;
}

/// What a device tells: one change for all of the time, or one for each day.
std::vector<AgentChange> changes_of(const Engagement& engagement, const AgentDescription& agent,
                                    bool is_copy) {
    const auto begin = engagement.begin, end = engagement.end;
    const auto per_day = engagement.parameters.count("percentPerDay");
    std::vector<AgentChange> changes;
    for (std::uint64_t n = 1; begin + day * static_cast<std::int64_t>(n - 1) < end; ++n) {
        const auto from = begin + day * static_cast<std::int64_t>(n - 1);
        changes.push_back(unaltered(from, std::min(end, from + day)));
        changes.back().added = added(agent, is_copy ? 100 : per_day * n);
    }
    return changes;
}

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    const bool is_below = engagement.is_below_threshold;
    const bool is_copy = !is_below && engagement.parameters.text("how") == "copy";
    for (const auto device : engagement.devices) {
        auto draws = draws_of(engagement, cast, device);
        const auto peer = fmt::format("{}:443", foreign_address(draws));
        for (auto& change : changes_of(engagement, agent_of(engagement, cast, device), is_copy)) {
            // Below threshold it grows, and goes where the device's messages go anyway.
            if (!is_below) change.connections = {peer};
            cast.plan_of(device).alter_reports(device, std::move(change));
        }
        incident.actors.push_back(cast.thing(device));
    }
    incident.speaks = {{"aws:destination-ip-addresses", MetricSpeaks::Side::foreign}};
    // What grows by the hundredth is high one day, but nobody can be asked on which.
    if (!is_copy && !is_below) return;
    incident.speaks.push_back({"aws:all-bytes-out", MetricSpeaks::Side::high});
    incident.speaks.push_back({"aws:all-packets-out", MetricSpeaks::Side::high});
}

}  // namespace

extern const Attack slow_exfiltration{
    .card = {.name = "slow-exfiltration",
             .story = "A copy of all that a device sends goes elsewhere as well, or a hundredth "
                      "more every day.",
             .attack_id = "T1030",
             .speaks = "aws:destination-ip-addresses; a copy also aws:all-bytes-out and "
                       "aws:all-packets-out",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
