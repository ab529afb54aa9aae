// A device computes for somebody else: its processor is busy, and it talks to a mining pool.
#include <fmt/format.h>

#include <array>

#include "scenarios/agent_attack.hpp"

namespace scenarios::attacks_table {
namespace {

constexpr const char* metric = "cpu-load";

constexpr std::array parameters{
    fleet::ParameterCard{.name = "load",
                         .type = fleet::ParameterType::count,
                         .default_text = "95",
                         .meaning = "what the custom metric cpu-load tells, in percent",
                         .least = 1,
                         .most = 100},
};

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    alter_reports(engagement, cast, incident, [&](std::uint32_t device, AgentChange& change) {
        // Below threshold it mines as much as the device can spare, and hangs up in between.
        if (engagement.is_below_threshold) return;
        change.custom = {{metric, static_cast<double>(engagement.parameters.count("load"))}};
        auto draws = draws_of(engagement, cast, device);
        change.connections = {fmt::format("{}:3333", foreign_address(draws))};
    });
    incident.speaks = {{metric, MetricSpeaks::Side::high},
                       {"aws:destination-ip-addresses", MetricSpeaks::Side::foreign}};
}

}  // namespace

extern const Attack cryptomining{
    .card = {.name = "cryptomining",
             .story = "A device mines for somebody else: its custom metric cpu-load stands at 95.",
             .attack_id = "T1496",
             .speaks = "the custom metric cpu-load, aws:destination-ip-addresses",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
