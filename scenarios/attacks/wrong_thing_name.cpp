// An agent is wrong: it reports under the name of another thing. Where the policy binds topics to
// the thing it is denied; else Device Defender takes the report for the other's.
#include "fleet/report_topic.hpp"
#include "scenarios/agent_attack.hpp"
#include "scenarios/thing_names.hpp"

namespace scenarios::attacks_table {
namespace {

/// The next one of its cohort; a name that nothing has where it is alone.
std::string other_name(Cast& cast, std::uint32_t device) {
    const auto& fleet = cast.fleet();
    const auto& cohort = fleet.cohorts[fleet.devices[device].cohort];
    if (cohort.count == 1) return cast.thing(device) + std::string(stranger_suffix);
    const auto next = (fleet.devices[device].k + 1) % cohort.count;
    return cast.thing(cohort.first + next);
}

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    alter_reports(engagement, cast, incident, [&](std::uint32_t device, AgentChange& change) {
        const auto name = other_name(cast, device);
        // Whom it reports for may never connect.
        cast.dictionary().clients.intern(name);
        change.topic = cast.dictionary().topics.intern(
            fleet::report_topic(name, agent_of(engagement, cast, device).encoding));
        incident.affected.push_back(name);
    });
    incident.is_fault = true;
    incident.is_below_threshold = false;
}

}  // namespace

extern const Attack wrong_thing_name{
    .card = {.name = "wrong-thing-name",
             .story = "An agent reports for another thing: denied where its policy binds it, "
                      "else taken for the other's.",
             .attack_id = "",
             .speaks = "nothing: alarms on either device are attributed to the fault",
             .parameters = {}},
    .play = play};

}  // namespace scenarios::attacks_table
