// Somebody takes a device over without haste: one more open port a day, another address an hour. No
// count ever leaps; only a list of what is allowed tells.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenarios/agent_attack.hpp"

namespace scenarios::attacks_table {
namespace {

constexpr std::uint64_t first_dynamic_port = 49'152, dynamic_ports = 16'384;

constexpr std::array parameters{
    fleet::ParameterCard{"portEvery", fleet::ParameterType::pace, "1d",
                         "from one more listening TCP port to the next; each stays open"},
    fleet::ParameterCard{"addressEvery", fleet::ParameterType::pace, "1h",
                         "from one remote address to the next; it talks to one at a time"},
};

/// No more often than it reports: what nobody is told of needs no place.
fleet::Duration pace(const Engagement& engagement, Cast& cast, std::uint32_t device,
                     std::string_view name) {
    return std::max(engagement.parameters.duration(name), agent_of(engagement, cast, device).every);
}

void open_ports(const Engagement& engagement, Cast& cast, std::uint32_t device,
                fleet::Stream& draws) {
    const auto every = pace(engagement, cast, device, "portEvery");
    auto port = draws.below(dynamic_ports);
    for (auto opened = engagement.begin; opened < engagement.end; opened += every) {
        auto change = unaltered(opened, engagement.end);
        change.tcp_ports = {static_cast<std::uint32_t>(first_dynamic_port + port)};
        cast.plan_of(device).alter_reports(device, std::move(change));
        port = (port + 1) % dynamic_ports;
    }
}

void talk_abroad(const Engagement& engagement, Cast& cast, std::uint32_t device,
                 fleet::Stream& draws) {
    const auto every = pace(engagement, cast, device, "addressEvery");
    for (auto begun = engagement.begin; begun < engagement.end; begun += every) {
        auto change = unaltered(begun, std::min(engagement.end, begun + every));
        change.connections = {fmt::format("{}:443", foreign_address(draws))};
        cast.plan_of(device).alter_reports(device, std::move(change));
    }
}

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    for (const auto device : engagement.devices) {
        agent_of(engagement, cast, device);  // or an error
        // Below threshold ports are closed, and it has hung up, whenever a report is written.
        if (!engagement.is_below_threshold) {
            auto draws = draws_of(engagement, cast, device);
            open_ports(engagement, cast, device, draws);
            talk_abroad(engagement, cast, device, draws);
        }
        incident.actors.push_back(cast.thing(device));
    }
    incident.speaks = {{"aws:listening-tcp-ports", MetricSpeaks::Side::foreign},
                       {"aws:destination-ip-addresses", MetricSpeaks::Side::foreign}};
}

}  // namespace

extern const Attack low_and_slow{
    .card = {.name = "low-and-slow",
             .story = "A device is taken over without haste: a port a day, an address an hour.",
             .attack_id = "",
             .speaks = "aws:listening-tcp-ports, aws:destination-ip-addresses",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
