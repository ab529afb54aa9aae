// A bot is told to flood somebody: packets and bytes out rise for as long as the order lasts.
#include <array>

#include "scenarios/agent_attack.hpp"

namespace scenarios::attacks_table {
namespace {

constexpr std::array parameters{
    fleet::ParameterCard{.name = "factor",
                         .type = fleet::ParameterType::count,
                         .default_text = "100",
                         .meaning = "times the packets and bytes that it usually sends",
                         .least = 2,
                         .most = 1'000'000},
};

std::uint64_t middle(const CountRange& range) { return range.min + (range.max - range.min) / 2; }

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    const auto more = engagement.parameters.count("factor") - 1;
    alter_reports(engagement, cast, incident, [&](std::uint32_t device, AgentChange& change) {
        const auto& agent = agent_of(engagement, cast, device);
        const auto added = [&](const CountRange& usual) {
            return engagement.is_below_threshold ? tenth_more(usual) : middle(usual) * more;
        };
        change.added.bytes_out = added(agent.bytes_out);
        change.added.packets_out = added(agent.packets_out);
    });
    incident.speaks = {{"aws:all-packets-out", MetricSpeaks::Side::high},
                       {"aws:all-bytes-out", MetricSpeaks::Side::high}};
}

}  // namespace

extern const Attack ddos_participation{
    .card = {.name = "ddos-participation",
             .story = "A bot floods somebody on order: packets and bytes out rise a hundredfold.",
             .attack_id = "T1498.001",
             .speaks = "aws:all-packets-out, aws:all-bytes-out",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
