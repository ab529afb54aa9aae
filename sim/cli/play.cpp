#include "sim/cli/play.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"
#include "scenarios/kinds.hpp"
#include "sim/cli/possible.hpp"
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

/// Groups that the fleet has none of cannot be targets.
void check_groups(const scenarios::Scenario& scenario, const engine::Rules& rules,
                  fleet::Problems& problems) {
    constexpr std::string_view group_prefix = "thinggroup/";
    std::vector<std::string> groups;
    for (const auto& group : scenario.fleet.groups)
        groups.insert(groups.end(), {group.name, group.parent});
    for (const auto& cohort : scenario.fleet.cohorts)
        groups.insert(groups.end(), cohort.groups.begin(), cohort.groups.end());
    for (std::size_t p = 0; p < rules.profiles.size(); ++p) {
        const auto& targets = rules.profiles[p].targets;
        for (std::size_t t = 0; t < targets.size(); ++t) {
            if (!targets[t].starts_with(group_prefix)) continue;
            const auto name = targets[t].substr(group_prefix.size());
            if (std::ranges::find(groups, name) != groups.end()) continue;
            problems.add(scenario.resolved.problem(
                fmt::format("detect.profiles[{}].targets[{}]", p, t),
                fmt::format("there is no thing group \"{}\" to attach a profile to{}", name,
                            fleet::did_you_mean(name, groups))));
        }
    }
}

LoadedScenario read_scenario(const std::string& path, const scenarios::LoadOptions& options) {
    auto scenario = scenarios::load(path, options, kind_tables());
    fleet::Problems of_resolved, problems;
    auto rules =
        engine::read_rules(scenario.resolved, scenario.start, scenario.end(),
                           scenario.fleet.account.id, scenario.fleet.account.region, of_resolved);
    if (of_resolved.all().empty()) check_groups(scenario, rules, of_resolved);
    score::validate_expectations(scenario.resolved, of_resolved);
    for (const auto& problem : of_resolved.all())
        problems.add(scenarios::in_its_file(scenario, problem));
    problems.raise_if_any();
    return {.scenario = std::move(scenario), .rules = std::move(rules)};
}

}  // namespace

LoadedScenario load_scenario(const std::string& path, const scenarios::LoadOptions& options) {
    auto loaded = read_scenario(path, options);
    const auto& scenario = loaded.scenario;
    fleet::Problems impossible, problems;
    score::check_possible(scenario.resolved,
                          possible_of(scenario, loaded.rules, options.devices.has_value()),
                          impossible);
    for (const auto& problem : impossible.all())
        problems.add(scenarios::in_its_file(scenario, problem));
    problems.raise_if_any();
    return loaded;
}

LoadedScenario load_altered(const std::string& path, const scenarios::LoadOptions& options) {
    return read_scenario(path, options);
}

LoadedScenario load_played(const std::filesystem::path& run) {
    return read_scenario((run / "scenario").string(), {});
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
