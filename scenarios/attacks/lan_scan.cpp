// A device looks round in the network it stands in: it knocks at one private address after the
// other.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenarios/agent_attack.hpp"

namespace scenarios::attacks_table {
namespace {

constexpr std::uint64_t knock_bytes = 40;  // a SYN
constexpr std::array<std::string_view, 3> networks{"192.168.0.0/16", "172.16.0.0/12", "10.0.0.0/8"};
constexpr std::array<unsigned, 3> ports{22, 80, 445};

constexpr std::array parameters{
    fleet::ParameterCard{"network", fleet::ParameterType::word, "192.168.0.0/16",
                         "the private range that it sweeps", networks},
    fleet::ParameterCard{.name = "perSecond",
                         .type = fleet::ParameterType::count,
                         .default_text = "50",
                         .meaning = "addresses it knocks at in a second",
                         .least = 1,
                         .most = 1'000'000},
    fleet::ParameterCard{.name = "answers",
                         .type = fleet::ParameterType::count,
                         .default_text = "16",
                         .meaning = "neighbours that answer, and to which a connection stands",
                         .least = 1,
                         .most = 200},
};

/// The network of a household or a hall: 256 addresses somewhere in the range.
std::string subnet_of(std::string_view network, fleet::Stream& draws) {
    const auto third = draws.below(256);
    if (network == networks[0]) return fmt::format("192.168.{}", third);
    const auto second = draws.below(256);
    return network == networks[1] ? fmt::format("172.{}.{}", 16 + second % 16, third)
                                  : fmt::format("10.{}.{}", second, third);
}

/// In the order of a sweep.
std::vector<std::string> neighbours_of(const Engagement& engagement, Cast& cast,
                                       std::uint32_t device) {
    auto draws = draws_of(engagement, cast, device);
    const auto subnet = subnet_of(engagement.parameters.text("network"), draws);
    const auto answers = engagement.parameters.count("answers");
    std::vector<std::string> neighbours;
    for (std::uint64_t i = 0; i < answers; ++i)
        neighbours.push_back(
            fmt::format("{}.{}:{}", subnet, 1 + i * 254 / answers, ports[draws.below(3)]));
    return neighbours;
}

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    alter_reports(engagement, cast, incident, [&](std::uint32_t device, AgentChange& change) {
        const auto& agent = agent_of(engagement, cast, device);
        if (engagement.is_below_threshold) {
            // Now and then an address, and never while a report is written.
            change.added.packets_out = tenth_more(agent.packets_out);
            return;
        }
        const auto knocks = in_a_report(engagement.parameters.count("perSecond"), agent);
        change.added.packets_out = knocks;
        change.added.bytes_out = knocks * knock_bytes;
        change.connections = neighbours_of(engagement, cast, device);
    });
    incident.speaks = {{"aws:destination-ip-addresses", MetricSpeaks::Side::foreign},
                       {"aws:all-packets-out", MetricSpeaks::Side::high}};
}

}  // namespace

extern const Attack lan_scan{
    .card = {.name = "lan-scan",
             .story = "A device sweeps the private network that it stands in.",
             .attack_id = "T1046",
             .speaks = "aws:destination-ip-addresses, aws:all-packets-out",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
