// A device infected like Mirai's looks for others: it knocks at Telnet ports of random addresses.
#include <fmt/format.h>

#include <array>

#include "scenarios/agent_attack.hpp"

namespace scenarios::attacks_table {
namespace {

constexpr std::uint64_t knock_bytes = 40;  // a SYN

constexpr std::array parameters{
    fleet::ParameterCard{.name = "perSecond",
                         .type = fleet::ParameterType::count,
                         .default_text = "160",
                         .meaning = "addresses it knocks at",
                         .least = 1,
                         .most = 1'000'000},
    fleet::ParameterCard{.name = "parallel",
                         .type = fleet::ParameterType::count,
                         .default_text = "128",
                         .meaning = "connections that it has open at a time",
                         .least = 1,
                         .most = 2000},
};

/// Nine of ten at port 23, the others at 2323.
std::vector<std::string> peers_of(const Engagement& engagement, Cast& cast, std::uint32_t device) {
    auto draws = draws_of(engagement, cast, device);
    std::vector<std::string> peers;
    for (auto left = engagement.parameters.count("parallel"); left > 0; --left) {
        const auto address = foreign_address(draws);
        peers.push_back(fmt::format("{}:{}", address, draws.below(10) == 0 ? 2323 : 23));
    }
    return peers;
}

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    alter_reports(engagement, cast, incident, [&](std::uint32_t device, AgentChange& change) {
        const auto& agent = agent_of(engagement, cast, device);
        if (engagement.is_below_threshold) {
            // A slow scan that rests whenever a report is written.
            change.added.packets_out = tenth_more(agent.packets_out);
            return;
        }
        const auto knocks = in_a_report(engagement.parameters.count("perSecond"), agent);
        change.added.packets_out = knocks;
        change.added.bytes_out = knocks * knock_bytes;
        change.connections = peers_of(engagement, cast, device);
    });
    incident.speaks = {{"aws:all-packets-out", MetricSpeaks::Side::high},
                       {"aws:num-established-tcp-connections", MetricSpeaks::Side::high},
                       {"aws:destination-ip-addresses", MetricSpeaks::Side::foreign}};
}

}  // namespace

extern const Attack telnet_scan{
    .card = {.name = "telnet-scan",
             .story =
                 "An infected device knocks at Telnet ports of random addresses, as Mirai did.",
             .attack_id = "T1595.001",
             .speaks = "aws:all-packets-out, aws:num-established-tcp-connections, "
                       "aws:destination-ip-addresses",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
