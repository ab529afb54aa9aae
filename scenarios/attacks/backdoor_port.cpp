// Somebody leaves a door open: a service listens on a TCP port that the device never had.
#include <array>

#include "scenarios/agent_attack.hpp"

namespace scenarios::attacks_table {
namespace {

constexpr std::array parameters{
    fleet::ParameterCard{.name = "port",
                         .type = fleet::ParameterType::count,
                         .default_text = "48101",
                         .meaning = "the TCP port; 23, 2323 and 48101 are Mirai's",
                         .least = 1,
                         .most = 65'535},
};

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    const auto port = static_cast<std::uint32_t>(engagement.parameters.count("port"));
    alter_reports(engagement, cast, incident, [&](std::uint32_t, AgentChange& change) {
        // Below threshold it is opened and closed between two reports: no report tells of it.
        if (!engagement.is_below_threshold) change.tcp_ports = {port};
    });
    incident.speaks = {{"aws:listening-tcp-ports", MetricSpeaks::Side::foreign},
                       {"aws:num-listening-tcp-ports", MetricSpeaks::Side::high}};
}

}  // namespace

extern const Attack backdoor_port{
    .card = {.name = "backdoor-port",
             .story = "A service listens on a TCP port that the device never had.",
             .attack_id = "",
             .speaks = "aws:listening-tcp-ports, aws:num-listening-tcp-ports",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
