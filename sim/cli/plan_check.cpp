#include "sim/cli/plan_check.hpp"

#include <algorithm>
#include <charconv>

#include "scenarios/thing_names.hpp"
#include "sim/cli/stage.hpp"

namespace cli {
namespace {

/// Of each part that devices play at most so many, and in each cohort so many that play none.
constexpr std::uint32_t sample = 20;

using Cohorts = std::vector<fleet::CohortDescription>;

std::uint64_t devices_of(const Cohorts& cohorts) {
    std::uint64_t devices = 0;
    for (const auto& cohort : cohorts) devices += cohort.count;
    return devices;
}

/// The number of a device within its cohort.
std::uint32_t number_of(std::string_view thing) {
    thing.remove_prefix(thing.rfind('-') + 1);
    std::uint32_t number = 0;
    std::from_chars(thing.data(), thing.data() + thing.size(), number);
    return number;
}

/// How many devices of the cohort the parts of the scenario, already made smaller, may need.
std::uint64_t needed_of(const fleet::CohortDescription& cohort,
                        const scenarios::Scenario& scenario) {
    std::uint64_t needed = sample;
    for (const auto& defect : scenario.fleet.defects)
        if (defect.cohort == cohort.name) needed += defect.count;
    for (const auto& entry : scenario.timeline) {
        if (std::ranges::find(entry.devices.cohorts, cohort.name) != entry.devices.cohorts.end())
            needed += entry.devices.count;
        for (const auto& thing : entry.devices.things)
            if (scenarios::cohort_of_device(thing, scenario.fleet) == &cohort)
                needed = std::max<std::uint64_t>(needed, number_of(thing) + std::uint64_t{1});
    }
    return needed;
}

void make_small(scenarios::Scenario& scenario) {
    for (auto& defect : scenario.fleet.defects) defect.count = std::min(defect.count, sample);
    for (auto& entry : scenario.timeline)
        if (entry.devices.things.empty())
            entry.devices.count = std::min(entry.devices.count, sample);
    std::vector<std::uint64_t> needed;
    for (const auto& cohort : scenario.fleet.cohorts) needed.push_back(needed_of(cohort, scenario));
    for (std::size_t i = 0; i < needed.size(); ++i) {
        auto& count = scenario.fleet.cohorts[i].count;
        count = static_cast<std::uint32_t>(std::min<std::uint64_t>(count, needed[i]));
    }
}

}  // namespace

void check_plan(LoadedScenario loaded, std::uint64_t devices_max) {
    // A device far down a large cohort may be named; then nearly all of it would be made.
    constexpr std::uint64_t bearable = 100;
    if (loaded.scenario.timeline.empty() && loaded.scenario.fleet.defects.empty()) return;
    if (devices_of(loaded.scenario.fleet.cohorts) > devices_max) make_small(loaded.scenario);
    if (devices_of(loaded.scenario.fleet.cohorts) > bearable * devices_max) return;
    prepare(loaded, {});
}

}  // namespace cli
