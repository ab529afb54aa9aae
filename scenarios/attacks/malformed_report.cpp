// An agent is wrong: its reports are cut off, and refused.
#include "scenarios/agent_attack.hpp"

namespace scenarios::attacks_table {
namespace {

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    alter_reports(engagement, cast, incident,
                  [&](std::uint32_t, AgentChange& change) { change.is_cut = true; });
    incident.is_fault = true;
    incident.is_below_threshold = false;
}

}  // namespace

extern const Attack malformed_report{
    .card = {.name = "malformed-report",
             .story = "An agent sends half a report; Device Defender refuses it: InvalidPayload.",
             .attack_id = "",
             .speaks = "nothing: a refused report is no datapoint",
             .parameters = {}},
    .play = play};

}  // namespace scenarios::attacks_table
