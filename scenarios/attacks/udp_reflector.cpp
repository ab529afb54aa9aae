// A device answers forged requests and so floods somebody else: open UDP services, and much traffic
// in and more out.
#include <array>

#include "scenarios/agent_attack.hpp"

namespace scenarios::attacks_table {
namespace {

constexpr std::array<std::uint32_t, 3> reflecting_ports{53, 123, 1900};
constexpr std::uint64_t request_bytes = 60;

constexpr std::array parameters{
    fleet::ParameterCard{.name = "requestsPerSecond",
                         .type = fleet::ParameterType::count,
                         .default_text = "50",
                         .meaning = "forged requests that it answers, each of 60 bytes",
                         .least = 1,
                         .most = 1'000'000},
    fleet::ParameterCard{.name = "amplification",
                         .type = fleet::ParameterType::count,
                         .default_text = "30",
                         .meaning = "bytes of answer to a byte of request",
                         .least = 1,
                         .most = 1000},
};

AgentCounters reflected(const Engagement& engagement, const AgentDescription& agent) {
    if (engagement.is_below_threshold)
        return {.bytes_in = tenth_more(agent.bytes_in),
                .bytes_out = tenth_more(agent.bytes_out),
                .packets_in = tenth_more(agent.packets_in),
                .packets_out = tenth_more(agent.packets_out)};
    const auto requests = in_a_report(engagement.parameters.count("requestsPerSecond"), agent);
    const auto bytes = requests * request_bytes;
    return {.bytes_in = bytes,
            .bytes_out = bytes * engagement.parameters.count("amplification"),
            .packets_in = requests,
            .packets_out = requests};
}

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    alter_reports(engagement, cast, incident, [&](std::uint32_t device, AgentChange& change) {
        // Below threshold no report finds a port open, and little is asked.
        if (!engagement.is_below_threshold)
            change.udp_ports.assign(reflecting_ports.begin(), reflecting_ports.end());
        change.added = reflected(engagement, agent_of(engagement, cast, device));
    });
    incident.speaks = {{"aws:listening-udp-ports", MetricSpeaks::Side::foreign},
                       {"aws:num-listening-udp-ports", MetricSpeaks::Side::high}};
    for (const auto* metric :
         {"aws:all-packets-in", "aws:all-packets-out", "aws:all-bytes-in", "aws:all-bytes-out"})
        incident.speaks.push_back({metric, MetricSpeaks::Side::high});
}

}  // namespace

extern const Attack udp_reflector{
    .card = {.name = "udp-reflector",
             .story = "A device serves DNS, NTP and SSDP to forged requests and floods others.",
             .attack_id = "T1498.002",
             .speaks = "aws:listening-udp-ports, aws:num-listening-udp-ports, aws:all-packets-in, "
                       "aws:all-packets-out, aws:all-bytes-in, aws:all-bytes-out",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
