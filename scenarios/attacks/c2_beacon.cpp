// A bot keeps in touch with whoever commands it: a long connection to one foreign address, and next
// to no traffic.
#include <fmt/format.h>

#include <array>

#include "scenarios/agent_attack.hpp"

namespace scenarios::attacks_table {
namespace {

constexpr std::uint64_t beacon_bytes = 2;  // of payload, as Mirai's

constexpr std::array parameters{
    fleet::ParameterCard{.name = "every",
                         .type = fleet::ParameterType::pace,
                         .default_text = "60s",
                         .meaning = "from one sign of life to the next"},
    fleet::ParameterCard{.name = "port",
                         .type = fleet::ParameterType::count,
                         .default_text = "23",
                         .meaning = "where the commander listens",
                         .least = 1,
                         .most = 65'535},
};

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    const auto every = engagement.parameters.duration("every");
    alter_reports(engagement, cast, incident, [&](std::uint32_t device, AgentChange& change) {
        const auto& agent = agent_of(engagement, cast, device);
        const auto beacons = static_cast<std::uint64_t>(agent.every / every);
        change.added.bytes_out = beacons * beacon_bytes;
        change.added.packets_out = beacons;
        // Below threshold it hangs up at once: no report finds the connection.
        if (engagement.is_below_threshold) return;
        auto draws = draws_of(engagement, cast, device);
        change.connections = {
            fmt::format("{}:{}", foreign_address(draws), engagement.parameters.count("port"))};
    });
    incident.speaks = {{"aws:destination-ip-addresses", MetricSpeaks::Side::foreign}};
}

}  // namespace

extern const Attack c2_beacon{
    .card = {.name = "c2-beacon",
             .story = "A bot keeps a connection to its commander, two bytes a minute.",
             .attack_id = "T1071",
             .speaks = "aws:destination-ip-addresses",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
