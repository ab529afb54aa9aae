#include "scenarios/compose.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"
#include "scenarios/attacks.hpp"
#include "scenarios/cast.hpp"
#include "scenarios/events.hpp"
#include "scenarios/refusal.hpp"
#include "scenarios/traffic.hpp"
#include "scenarios/troupes.hpp"

namespace scenarios {
namespace {

using namespace std::chrono_literals;

/// Truth reaches this far beyond the run, for audits that look back at it.
constexpr fleet::Duration truth_horizon = 366 * 24h;
/// Devices that use an identity one after the other leave this much between them.
constexpr fleet::Duration turn_gap = 2min;

std::string expand(std::string_view pattern, std::string_view cohort, std::string_view thing) {
    std::string topic(pattern);
    for (const auto& [name, value] : {std::pair{"{cohort}", cohort}, std::pair{"{thing}", thing}}) {
        for (auto at = topic.find(name); at != std::string::npos;
             at = topic.find(name, at + value.size())) {
            topic.replace(at, std::string_view(name).size(), value);
        }
    }
    return topic;
}

CohortTraffic prepare_traffic(const TrafficEntry& entry, const fleet::Fleet& fleet,
                              const fleet::Cohort& cohort, fleet::Dictionary& dictionary) {
    const auto* kind = traffic_named(entry.kind);
    fleet::require(kind != nullptr, "the loader lets no unknown traffic through");
    CohortTraffic traffic{.traffic = kind->make(entry.parameters),
                          .is_received = kind->is_received,
                          .topics = {},
                          .draws = {}};
    traffic.topics.reserve(cohort.count);
    for (std::uint32_t k = 0; k < cohort.count; ++k) {
        const auto& name = fleet.client_id(fleet.devices[cohort.first + k]);
        traffic.topics.push_back(
            dictionary.topics.intern(expand(entry.parameters.text("topic"), cohort.name, name)));
    }
    return traffic;
}

/// The topics on which every device of a cohort reports and, where it listens, is answered.
std::optional<Agent> prepare_agent(const Scenario& scenario, std::size_t number,
                                   const fleet::Fleet& fleet, fleet::Dictionary& dictionary) {
    const auto& description = scenario.agents[number];
    if (!description) return std::nullopt;
    const auto& cohort = fleet.cohorts[number];
    std::vector<Agent::Topics> topics;
    topics.reserve(cohort.count);
    for (std::uint32_t k = 0; k < cohort.count; ++k) {
        const auto& thing = fleet.inventory.things[cohort.first + k].name;
        const auto topic = fleet::report_topic(thing, description->encoding);
        auto& names = topics.emplace_back();
        names.report = dictionary.topics.intern(topic);
        if (!description->hears_replies) continue;
        names.accepted = dictionary.topics.intern(topic + "/accepted");
        names.rejected = dictionary.topics.intern(topic + "/rejected");
    }
    return Agent(*description, fleet::Random(fleet.seed), fleet::label(cohort.name),
                 std::move(topics), scenario.start);
}

std::vector<DevicePlan*> plan_cohorts(const Scenario& scenario, const fleet::Fleet& fleet,
                                      fleet::Dictionary& dictionary, Script& script) {
    std::vector<DevicePlan*> plans;
    for (std::size_t number = 0; number < fleet.cohorts.size(); ++number) {
        const auto& cohort = fleet.cohorts[number];
        std::vector<fleet::NameId> addresses;
        addresses.reserve(cohort.count);
        for (std::uint32_t k = 0; k < cohort.count; ++k) {
            addresses.push_back(
                dictionary.addresses.intern(fleet.devices[cohort.first + k].address));
        }
        std::vector<CohortTraffic> traffic;
        for (const auto& entry : scenario.traffic[number])
            traffic.push_back(prepare_traffic(entry, fleet, cohort, dictionary));
        auto plan = std::make_unique<DevicePlan>(
            fleet, cohort, script.cloud, std::move(addresses), std::move(traffic),
            prepare_agent(scenario, number, fleet, dictionary));
        plans.push_back(plan.get());
        script.plans.push_back(std::move(plan));
    }
    return plans;
}

void add_actors(const fleet::Fleet& fleet, fleet::Dictionary& dictionary, Script& script) {
    for (const auto& device : fleet.devices)
        script.actors.push_back({.client_id = device.client_thing, .plan = device.cohort});
    script.cloud = static_cast<std::uint32_t>(script.actors.size());
    script.actors.push_back({.client_id = dictionary.clients.intern("$cloud"), .plan = 0});
}

void take_turns(const fleet::DefectOutcome& outcome, Cast& cast) {
    const auto turn =
        (cast.end() - cast.start()) / static_cast<std::int64_t>(outcome.devices.size());
    auto begin = cast.start();
    for (const auto device : outcome.devices) {
        auto& plan = cast.plan_of(device);
        plan.keep_away(device, fleet::Time::min(), begin, false);
        plan.keep_away(device, begin + turn - turn_gap, fleet::Time::max(), true);
        begin += turn;
    }
}

void confess(const fleet::DefectOutcome& outcome, std::size_t ordinal, Cast& cast) {
    // What begins and ends together is one incident: a certificate first approaches its expiry,
    // then is past it.
    std::map<std::pair<fleet::Time, fleet::Time>, Incident> incidents;
    for (const auto& speaks : outcome.checks) {
        if (speaks.begin > cast.end() + truth_horizon || speaks.end <= cast.start()) continue;
        auto& incident = incidents[{speaks.begin, speaks.end}];
        incident.checks.push_back(
            {speaks.check_name, speaks.resource_key, speaks.resource_value, speaks.reason_code});
    }
    std::size_t part = 0;
    for (auto& [interval, incident] : incidents) {
        incident.id = fmt::format("defect-{}-{}", ordinal, outcome.kind) +
                      (part == 0 ? "" : fmt::format("-{}", part + 1));
        ++part;
        incident.kind = outcome.kind;
        incident.start = std::max(interval.first, cast.start());
        incident.end = std::min(interval.second, cast.end() + truth_horizon);
        for (const auto device : outcome.devices) incident.actors.push_back(cast.thing(device));
        incident.affected = incident.actors;
        cast.add_incident(std::move(incident));
    }
}

std::vector<const fleet::Cohort*> cohorts_of(const TimelineEntry& entry,
                                             const fleet::Fleet& fleet) {
    std::vector<const fleet::Cohort*> cohorts;
    for (const auto& name : entry.devices.cohorts)
        cohorts.push_back(&fleet.cohort_named(name, entry.where));
    return cohorts;
}

/// What befalls everybody takes nobody: others may still play their parts within it.
bool befalls_all(const TimelineEntry& entry, const std::vector<const fleet::Cohort*>& cohorts) {
    const auto* event = event_named(entry.kind);
    std::uint64_t all = 0;
    for (const auto* cohort : cohorts) all += cohort->count;
    return event != nullptr && event->lasts && all == entry.devices.count;
}

std::vector<std::uint32_t> all_of(const std::vector<const fleet::Cohort*>& cohorts) {
    std::vector<std::uint32_t> devices;
    for (const auto* cohort : cohorts)
        for (std::uint32_t k = 0; k < cohort->count; ++k) devices.push_back(cohort->first + k);
    return devices;
}

/// Devices that play no part yet, of the first cohort, then of the next.
std::vector<std::uint32_t> take(const TimelineEntry& entry,
                                const std::vector<const fleet::Cohort*>& cohorts,
                                fleet::Fleet& fleet) {
    const auto wanted = entry.devices.count;
    const auto where = fleet::path_of(entry.where, "devices");
    if (cohorts.size() == 1) return fleet.take(cohorts[0]->name, wanted, where);
    const auto all = all_of(cohorts);
    std::vector<std::uint32_t> devices;
    for (const auto device : all)
        if (devices.size() < wanted && !fleet.is_taken[device]) devices.push_back(device);
    if (devices.size() < wanted)
        refuse(where,
               fmt::format("wants {} of the cohorts {}, of whose {} devices only {} play no part "
                           "yet; make a cohort larger, or ask for fewer",
                           wanted, fleet::join(entry.devices.cohorts, ", "), all.size(),
                           devices.size()));
    for (const auto device : devices) fleet.is_taken[device] = true;
    return devices;
}

std::vector<std::uint32_t> pick(const TimelineEntry& entry, fleet::Fleet& fleet,
                                const fleet::Dictionary& dictionary) {
    std::vector<std::uint32_t> devices;
    for (const auto& name : entry.devices.things) {
        const auto device = dictionary.clients.find(name);
        if (device >= fleet.devices.size())
            refuse(fleet::path_of(entry.where, "devices"),
                   fmt::format("there is no thing {}", name));
        fleet.is_taken[device] = true;
        devices.push_back(device);
    }
    if (!entry.devices.things.empty()) return devices;
    const auto cohorts = cohorts_of(entry, fleet);
    return befalls_all(entry, cohorts) ? all_of(cohorts) : take(entry, cohorts, fleet);
}

void play(const Attack& attack, const Engagement& engagement, std::size_t ordinal, Cast& cast) {
    Incident incident{.id = fmt::format("timeline-{}-{}", ordinal, engagement.kind),
                      .kind = engagement.kind,
                      .start = engagement.begin,
                      .end = engagement.end,
                      .is_below_threshold = engagement.is_below_threshold};
    for (const auto device : engagement.devices) incident.affected.push_back(cast.thing(device));
    cast.begin_attack(engagement.devices);
    attack.play(engagement, cast, incident);
    if (incident.is_below_threshold && !incident.checks.empty()) {
        // Thresholds are detect's: what a check finds it finds at any strength.
        auto audited = incident;
        audited.id += "-audit";
        audited.is_below_threshold = false;
        audited.speaks.clear();
        incident.checks.clear();
        cast.add_incident(std::move(audited));
    }
    cast.add_incident(std::move(incident));
}

Engagement engagement_of(const TimelineEntry& entry, const Scenario& scenario, fleet::Fleet& fleet,
                         const fleet::Dictionary& dictionary) {
    return {.kind = entry.kind,
            .begin = entry.at,
            .end = entry.duration == fleet::Duration{} ? scenario.end() : entry.at + entry.duration,
            .devices = pick(entry, fleet, dictionary),
            .is_below_threshold = entry.strength == "belowThreshold",
            .is_closed_on_deny = scenario.broker.close_on_deny,
            .parameters = entry.parameters,
            .where = entry.where,
            .place = place_of(scenario, entry.where)};
}

void perform(const Engagement& engagement, std::size_t ordinal, Cast& cast) {
    if (const auto* attack = attack_named(engagement.kind))
        play(*attack, engagement, ordinal, cast);
    else if (const auto* event = event_named(engagement.kind))
        event->perform(engagement, cast);
    else
        fleet::require(false, "the loader lets no unknown kind through");
}

/// What is wrong with several entries is told at once.
void perform_timeline(const Scenario& scenario, fleet::Fleet& fleet, fleet::Dictionary& dictionary,
                      Cast& cast) {
    fleet::Problems problems;
    for (std::size_t ordinal = 0; ordinal < scenario.timeline.size(); ++ordinal) {
        const auto& entry = scenario.timeline[ordinal];
        if (entry.kind.empty()) continue;  // an AWS operation: the engine's business
        try {
            perform(engagement_of(entry, scenario, fleet, dictionary), ordinal, cast);
        } catch (const fleet::Error& error) {
            if (error.problems().empty()) throw;
            for (const auto& problem : error.problems()) problems.add(problem);
        }
    }
    problems.raise_if_any();
}

/// A certificate that an operator takes out of use is no longer in the scope of the checks of the
/// registry, until it is put back into use. What shared it is on record all the same.
void leave_scope(Script& script) {
    std::map<std::pair<std::string_view, std::string_view>, std::vector<CheckSpeaks*>> speaking;
    for (auto& incident : script.truth.incidents) {
        for (auto& speaks : incident.checks) {
            if (speaks.check_name != "DEVICE_CERTIFICATE_SHARED_CHECK")
                speaking[{speaks.resource_key, speaks.resource_value}].push_back(&speaks);
        }
    }
    for (const auto& change : script.changes) {
        if (change.kind != fleet::ChangeKind::certificate_status) continue;
        const bool is_in_scope = change.value == "ACTIVE" || change.value == "PENDING_TRANSFER";
        const auto found = speaking.find({"deviceCertificateId", change.subject});
        if (found == speaking.end()) continue;
        for (auto* speaks : found->second) {
            auto& gaps = speaks->out_of_scope;
            const bool is_out = !gaps.empty() && gaps.back().until == fleet::Time::max();
            if (is_in_scope && is_out) gaps.back().until = change.time;
            if (!is_in_scope && !is_out) gaps.push_back({.from = change.time});
        }
    }
}

}  // namespace

Script compose(const Scenario& scenario, fleet::Fleet& fleet, fleet::Dictionary& dictionary) {
    Script script;
    dictionary.preload_things(fleet.inventory);
    add_actors(fleet, dictionary, script);
    auto plans = plan_cohorts(scenario, fleet, dictionary, script);
    Cast cast(fleet, dictionary, script, std::move(plans), scenario.start, scenario.end());
    for (std::size_t ordinal = 0; ordinal < fleet.defects.size(); ++ordinal) {
        const auto& outcome = fleet.defects[ordinal];
        if (outcome.connection == fleet::DefectOutcome::Connection::in_turn)
            take_turns(outcome, cast);
        confess(outcome, ordinal, cast);
    }
    perform_timeline(scenario, fleet, dictionary, cast);
    std::stable_sort(script.overlays.begin(), script.overlays.end());
    std::stable_sort(
        script.changes.begin(), script.changes.end(),
        [](const fleet::Change& a, const fleet::Change& b) { return a.time < b.time; });
    leave_scope(script);
    dictionary.preload_certificates(fleet.inventory);
    form_troupes(fleet, dictionary.topics, script);
    return script;
}

}  // namespace scenarios
