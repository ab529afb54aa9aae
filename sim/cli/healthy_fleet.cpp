#include "sim/cli/healthy_fleet.hpp"

#include <algorithm>
#include <set>

#include "fleet/base/error.hpp"

namespace cli {

std::optional<LoadedScenario> small_form(const std::string& path, const std::string& case_name,
                                         bool is_large) {
    scenarios::LoadOptions few;
    few.case_name = case_name;
    if (is_large) few.devices = tried_devices_max;
    try {
        return load_scenario(path, few);
    } catch (const fleet::Error&) {
        return std::nullopt;  // as it stands it was loaded before
    }
}

engine::Findings play_healthy(LoadedScenario loaded) {
    auto& scenario = loaded.scenario;
    scenario.fleet.defects.clear();
    scenario.timeline.clear();
    scenario.duration = std::min<fleet::Duration>(scenario.duration, std::chrono::hours{4});
    scenario.fleet.duration = scenario.duration;
    loaded.rules.operations.clear();
    return play(loaded, {.transport = TransportKind::memory}).findings;
}

engine::DryRun dry_run_of(const engine::Findings& findings, const engine::SecurityProfile& profile,
                          std::uint64_t devices) {
    engine::DryRun run{.fleet = "the scenario's own healthy fleet",
                       .share_min = 0,
                       .devices = devices,
                       .alarmed = {}};
    for (const auto& behavior : profile.behaviors) {
        std::set<std::string> things;
        for (const auto& event : findings.violation_events) {
            if (event.type == engine::ViolationEventType::in_alarm &&
                event.profile_name == profile.name && event.behavior_name == behavior.name)
                things.insert(event.thing_name);
        }
        if (behavior.has_criteria)
            run.alarmed.emplace_back(things.size());
        else
            run.alarmed.emplace_back(std::nullopt);
    }
    return run;
}

}  // namespace cli
