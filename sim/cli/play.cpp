#include "sim/cli/play.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <thread>

#include "engine/audit/checks.hpp"
#include "engine/score/possible.hpp"
#include "fleet/base/error.hpp"
#include "scenarios/kinds.hpp"
#include "sim/cli/stage.hpp"
#include "sim/wire/machine_limits.hpp"

namespace cli {

fleet::Workers workers_of(unsigned threads) {
    if (threads != 0) return {.count = threads, .grain = 1};
    return {.count = std::max(1U, std::thread::hardware_concurrency())};
}

void require_room_for(const fleet::FleetDescription& description) {
    std::uint64_t devices = 0;
    for (const auto& cohort : description.cohorts) devices += cohort.count;
    sim::require_memory_for_fleet(devices);
}

scenarios::KindTables kind_tables() {
    return {.traffic = scenarios::traffic_cards(),
            .timeline = scenarios::timeline_cards(),
            .defects = scenarios::defect_cards()};
}

namespace {

void add_rules(const engine::PlannedOperation& planned, std::vector<score::Possible::Rule>& rules) {
    if (!planned.operation.ends_with("SecurityProfile")) return;
    const auto request = fleet::parse_json(planned.request, planned.operation);
    const auto& root = request.root();
    if (!root.is_object() || !root.contains("behaviors") || !root["behaviors"].is_array()) return;
    const auto text = [](const fleet::Json& json, const char* key) {
        const auto found = json.find(key);
        return found != json.end() && found->is_string() ? found->get<std::string>()
                                                         : std::string{};
    };
    for (const auto& behavior : root["behaviors"]) {
        if (behavior.is_object())
            rules.push_back({text(root, "securityProfileName"), text(behavior, "name"),
                             text(behavior, "metric")});
    }
}

score::Possible possible_of(const scenarios::Scenario& scenario, const engine::Rules& rules) {
    score::Possible possible{.rules = {},
                             .checks = {},
                             .operations = {},
                             .cohorts = {},
                             .start = scenario.start,
                             .end = scenario.end()};
    for (const auto& [profile, targets] : rules.profiles)
        for (const auto& behavior : profile.behaviors)
            possible.rules.push_back({profile.name, behavior.name, behavior.metric});
    for (const auto& planned : rules.operations) {
        possible.operations.push_back(planned.operation);
        add_rules(planned, possible.rules);
    }
    for (const auto name : engine::aws_check_names()) possible.checks.emplace_back(name);
    for (const auto& cohort : scenario.fleet.cohorts) possible.cohorts.push_back(cohort.name);
    return possible;
}

}  // namespace

LoadedScenario load_scenario(const std::string& path, const scenarios::LoadOptions& options) {
    auto scenario = scenarios::load(path, options, kind_tables());
    fleet::Problems of_resolved, problems;
    auto rules =
        engine::read_rules(scenario.resolved, scenario.start, scenario.end(),
                           scenario.fleet.account.id, scenario.fleet.account.region, of_resolved);
    score::validate_expectations(scenario.resolved, of_resolved);
    for (const auto& problem : of_resolved.all())
        problems.add(scenarios::in_its_file(scenario, problem));
    if (problems.empty()) {
        fleet::Problems impossible;
        score::check_possible(scenario.resolved, possible_of(scenario, rules), impossible);
        for (const auto& problem : impossible.all())
            problems.add(scenarios::in_its_file(scenario, problem));
    }
    problems.raise_if_any();
    return {.scenario = std::move(scenario), .rules = std::move(rules)};
}

Played play(const LoadedScenario& loaded, const PlayOptions& options) {
    auto played = prepare(loaded, options);
    // Nothing forks, so that what stands can be written down while the rest is built.
    const bool is_early = options.transport == TransportKind::memory && options.on_fleet;
    if (is_early)
        played.reader = options.on_fleet(*played.fleet, *played.dictionary, played.script);
    engine::Examination examination(played.fleet->inventory, loaded.rules, *played.dictionary,
                                    workers_of(options.threads));
    if (options.question) examination.ask(*options.question);
    if (options.behavior) examination.ask(*options.behavior);
    simulate(loaded, options, examination, {}, played);
    judge(loaded, examination, played);
    return played;
}

report::Story story_of(const LoadedScenario& loaded, const Played& played) {
    return {.title = loaded.scenario.title,
            .name = loaded.scenario.name,
            .seed = loaded.scenario.seed,
            .devices = played.fleet->devices.size(),
            .start = loaded.scenario.start,
            .end = loaded.scenario.end(),
            .findings = played.findings,
            .score = played.score};
}

}  // namespace cli
