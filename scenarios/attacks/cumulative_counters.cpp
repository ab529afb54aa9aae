// An agent is wrong: it tells what its counters stand at instead of what was added since its last
// report. No attack, and alarms of it are no finds.
#include "scenarios/agent_attack.hpp"

namespace scenarios::attacks_table {
namespace {

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    alter_reports(engagement, cast, incident, [&](std::uint32_t, AgentChange& change) {
        // Below threshold only where a connection begins, as agents do that are restarted.
        change.faults.cumulative_counters = !engagement.is_below_threshold;
        change.faults.first_report_spike = engagement.is_below_threshold;
    });
    incident.is_fault = true;
    incident.is_below_threshold = false;
}

}  // namespace

extern const Attack cumulative_counters{
    .card = {.name = "cumulative-counters",
             .story = "An agent tells totals instead of what was added; a fault, not an attack.",
             .attack_id = "",
             .speaks = "nothing: alarms on its device are attributed to the fault",
             .parameters = {}},
    .play = play};

}  // namespace scenarios::attacks_table
