#include "tests/support/played_scenario.hpp"

#include <algorithm>

#include "fleet/base/error.hpp"
#include "scenarios/attacks.hpp"
#include "scenarios/events.hpp"
#include "scenarios/traffic.hpp"
#include "sim/simulation.hpp"

namespace support {
namespace {

using namespace std::chrono_literals;
using fleet::ObservationKind;

scenarios::TrafficEntry traffic(std::string_view kind) {
    return {.kind = std::string(kind),
            .parameters = parameters_of(scenarios::traffic_named(kind)->card),
            .where = {}};
}

}  // namespace

scenarios::TimelineEntry happening(std::string_view kind, fleet::Duration at,
                                   fleet::Duration lasting, const Given& given) {
    const auto* attack = scenarios::attack_named(kind);
    const auto& card = attack != nullptr ? attack->card : scenarios::event_named(kind)->card;
    return {.kind = std::string(kind),
            .operation = {},
            .at = world_start + at,
            .duration = lasting,
            .devices = {.cohorts = {"pumps"}, .count = 1, .things = {}},
            .strength = "visible",
            .parameters = parameters_of(card, given),
            .where = "timeline[0]"};
}

scenarios::TimelineEntry below_threshold(scenarios::TimelineEntry entry) {
    entry.strength = "belowThreshold";
    return entry;
}

scenarios::TimelineEntry to_pumps(std::uint32_t count, scenarios::TimelineEntry entry) {
    entry.devices.count = count;
    return entry;
}

scenarios::AgentDescription usual_agent() {
    return {.every = 5min,
            .encoding = fleet::ReportEncoding::json,
            .names = scenarios::AgentNames::long_names,
            .hears_replies = true,
            .tcp_ports = {22},
            .udp_ports = {},
            .connections = {"198.51.100.10:8883"},
            .bytes_in = {100, 100},
            .bytes_out = {1000, 1000},
            .packets_in = {10, 10},
            .packets_out = {20, 20},
            .custom = {},
            .groups = {},
            .faults = {}};
}

scenarios::Scenario scenario_of(const ScenarioOptions& options) {
    scenarios::Scenario scenario;
    scenario.seed = 7;
    scenario.start = world_start;
    scenario.duration = options.duration;
    scenario.broker.close_on_deny = options.broker.close_on_deny;
    scenario.fleet = description_of({.pumps = options.pumps,
                                     .policy = options.policy,
                                     .duration = options.duration,
                                     .defects = options.defects});
    scenario.traffic.emplace_back();
    scenario.traffic.back().push_back(traffic("telemetry"));
    scenario.traffic.back().push_back(traffic("commands"));
    scenario.agents.push_back(options.agent);
    scenario.timeline = options.timeline;
    return scenario;
}

PlayedScenario::PlayedScenario(const ScenarioOptions& options)
    : scenario(scenario_of(options)),
      fleet(fleet::synthesise(scenario.fleet, scenario.seed)),
      script(scenarios::compose(scenario, fleet, dictionary)) {
    sim::MemoryTransport transport({.fleet = fleet,
                                    .actors = script.actors,
                                    .cloud = script.cloud,
                                    .dictionary = dictionary,
                                    .settings = options.broker});
    sim::Simulation simulation(script, dictionary, transport, scenario.start, scenario.end(),
                               options.workers);
    fleet::Slice slice;
    while (simulation.next(slice)) {
        slices.push_back(slice);
        for (const auto& seen : slice.observations)
            if (seen.kind == ObservationKind::report)
                reports.push_back({.after = seen.time - world_start,
                                   .topic = std::string(dictionary.topics.text(seen.topic)),
                                   .payload = std::string(dictionary.payloads.text(seen.payload))});
    }
    states.assign(transport.states().begin(), transport.states().end());
    counts = transport.counts();
}

std::uint64_t PlayedScenario::seen(const Asked& asked) const {
    const auto client = dictionary.clients.find(asked.client);
    std::uint64_t sum = 0;
    for (const auto& slice : slices) {
        for (const auto& event : slice.observations) {
            const auto after = event.time - world_start;
            if (event.kind == asked.kind && (asked.client.empty() || event.client_id == client) &&
                (!asked.reason || event.reason == *asked.reason) && after >= asked.from &&
                after < asked.until)
                sum += event.count;
        }
    }
    return sum;
}

const scenarios::Incident& PlayedScenario::incident(std::string_view id) const {
    const auto& all = script.truth.incidents;
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const auto& incident) { return incident.id == id; });
    fleet::require(found != all.end(), "the truth knows no incident of this id");
    return *found;
}

}  // namespace support
