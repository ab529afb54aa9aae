// Somebody carries away what a device has: much in a short time, to a foreign address.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenarios/agent_attack.hpp"

namespace scenarios::attacks_table {
namespace {

constexpr std::uint64_t packet_bytes = 1400;

constexpr std::array parameters{
    fleet::ParameterCard{.name = "megabytesPerHour",
                         .type = fleet::ParameterType::count,
                         .default_text = "300",
                         .meaning = "what is carried away, in millions of bytes an hour",
                         .least = 1,
                         .most = 1'000'000},
};

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    alter_reports(engagement, cast, incident, [&](std::uint32_t device, AgentChange& change) {
        const auto& agent = agent_of(engagement, cast, device);
        if (engagement.is_below_threshold) {
            // Little by little, to an address that the device talks to anyway.
            change.added.bytes_out = tenth_more(agent.bytes_out);
            return;
        }
        const auto per_second = engagement.parameters.count("megabytesPerHour") * 1'000'000 / 3600;
        change.added.bytes_out = in_a_report(per_second, agent);
        change.added.packets_out =
            std::max<std::uint64_t>(1, change.added.bytes_out / packet_bytes);
        auto draws = draws_of(engagement, cast, device);
        change.connections = {fmt::format("{}:443", foreign_address(draws))};
    });
    incident.speaks = {{"aws:all-bytes-out", MetricSpeaks::Side::high},
                       {"aws:all-packets-out", MetricSpeaks::Side::high},
                       {"aws:destination-ip-addresses", MetricSpeaks::Side::foreign}};
}

}  // namespace

extern const Attack bulk_exfiltration{
    .card = {.name = "bulk-exfiltration",
             .story = "Hundreds of megabytes leave a device within an hour, for a foreign address.",
             .attack_id = "T1048",
             .speaks = "aws:all-bytes-out, aws:all-packets-out, aws:destination-ip-addresses",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
