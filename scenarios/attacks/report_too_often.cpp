// An agent is wrong: it reports more often than it may, and is throttled.
#include <array>

#include "scenarios/agent_attack.hpp"

namespace scenarios::attacks_table {
namespace {

constexpr std::array parameters{
    fleet::ParameterCard{.name = "every",
                         .type = fleet::ParameterType::pace,
                         .default_text = "60s",
                         .meaning = "from one report to the next, besides its usual ones"},
};

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    const auto every = engagement.parameters.duration("every");
    alter_reports(engagement, cast, incident,
                  [&](std::uint32_t, AgentChange& change) { change.every = every; });
    incident.is_fault = true;
    incident.is_below_threshold = false;
}

}  // namespace

extern const Attack report_too_often{
    .card = {.name = "report-too-often",
             .story = "An agent reports every minute; Device Defender refuses most: Throttled.",
             .attack_id = "",
             .speaks = "nothing: a refused report is no datapoint",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
