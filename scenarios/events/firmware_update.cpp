// New firmware goes out to a fleet, one device after the other: each downloads much in a short time
// from where it talks to anyway, then restarts.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenarios/agent_attack.hpp"
#include "scenarios/events.hpp"

namespace scenarios::events_table {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t packet_bytes = 1400, acknowledgement_bytes = 40;
constexpr fleet::Duration restart = 1min;

constexpr std::array parameters{
    fleet::ParameterCard{.name = "megabytes",
                         .type = fleet::ParameterType::count,
                         .default_text = "20",
                         .meaning = "size of the firmware, in millions of bytes",
                         .least = 1,
                         .most = 100'000},
    fleet::ParameterCard{"takes", fleet::ParameterType::duration, "10m",
                         "from the begin of a device's download to its restart"},
    fleet::ParameterCard{"from", fleet::ParameterType::address, "198.51.100.10",
                         "where it is downloaded from, port 443"},
};

/// A packet of acknowledgement goes out for two that come in.
AgentCounters downloaded(std::uint64_t bytes) {
    const auto packets = std::max<std::uint64_t>(1, bytes / packet_bytes);
    return {.bytes_in = bytes,
            .bytes_out = packets / 2 * acknowledgement_bytes,
            .packets_in = packets,
            .packets_out = packets / 2};
}

/// Spread over the reports that fall into it, of which there is at least one.
AgentChange download(const Engagement& engagement, const AgentDescription& agent,
                     fleet::Time begin) {
    const auto takes = engagement.parameters.duration("takes");
    const auto reports = std::max<std::int64_t>(1, (takes + agent.every - 1ms) / agent.every);
    auto change = unaltered(begin, begin + reports * agent.every);
    change.added = downloaded(engagement.parameters.count("megabytes") * 1'000'000 /
                              static_cast<std::uint64_t>(reports));
    change.connections = {fmt::format("{}:443", engagement.parameters.text("from"))};
    return change;
}

void perform(const Engagement& engagement, Cast& cast) {
    const auto takes = engagement.parameters.duration("takes");
    const auto room = std::max(fleet::Duration{}, engagement.end - engagement.begin - takes);
    const auto count = static_cast<std::int64_t>(engagement.devices.size());
    for (std::int64_t n = 0; n < count; ++n) {
        const auto device = engagement.devices[static_cast<std::size_t>(n)];
        const auto begin = engagement.begin + room * n / std::max<std::int64_t>(1, count - 1);
        auto& plan = cast.plan_of(device);
        if (plan.agent() != nullptr)
            plan.alter_reports(device, download(engagement, plan.agent()->description(), begin));
        plan.keep_away(device, begin + takes, begin + takes + restart, true);
    }
}

}  // namespace

extern const Event firmware_update{
    .card = {.name = "firmware-update",
             .story = "Devices download new firmware, one after the other, and restart.",
             .attack_id = {},
             .speaks = "nothing: a good profile leaves room for an update",
             .parameters = parameters},
    .lasts = true,
    .perform = perform};

}  // namespace scenarios::events_table
