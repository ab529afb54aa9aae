#include "sim/cli/check_scenario.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "engine/detect/lint.hpp"
#include "engine/detect/profile_validate.hpp"
#include "fleet/base/error.hpp"
#include "sim/cli/check_cohorts.hpp"
#include "sim/cli/check_notes.hpp"
#include "sim/cli/healthy_fleet.hpp"
#include "sim/cli/plan_check.hpp"

namespace cli {
namespace {

void lint_scenario(const std::string& path, const std::string& case_name,
                   const LoadedScenario& loaded, CheckedFile& checked) {
    std::uint64_t devices = 0;
    for (const auto& cohort : loaded.scenario.fleet.cohorts) devices += cohort.count;
    if (loaded.rules.profiles.empty()) return;
    auto small = small_form(path, case_name, devices > tried_devices_max);
    engine::Findings findings;
    if (small) findings = play_healthy(std::move(*small));
    const auto cohorts = cohorts_of(loaded.scenario.resolved.root());
    const auto& profiles = loaded.scenario.resolved.root()["detect"]["profiles"];
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        const auto run = dry_run_of(findings, loaded.rules.profiles[i].profile,
                                    std::min(devices, tried_devices_max));
        const auto base = fleet::path_of(fleet::path_of("detect.profiles", i), "profile");
        const auto held = covered(cohorts, loaded.rules.profiles[i].targets, loaded.scenario.fleet);
        for (const auto& profile : engine::profiles_in(profiles[i]["profile"], base)) {
            for (const auto& finding : engine::lint(
                     profile.request(), {.dry_run = small ? &run : nullptr, .cohorts = held}))
                checked.lints.push_back(note_of(
                    finding,
                    scenarios::in_its_file(loaded.scenario,
                                           loaded.scenario.resolved.problem(
                                               profile.place(finding.path), finding.message))));
        }
    }
}

}  // namespace

void check_scenario(const std::string& path, CheckedFile& checked) {
    const auto attempt = [&](const auto& what, CheckedFile& notes) {
        try {
            what();
        } catch (const fleet::Error& error) {
            for (const auto& problem : error.problems()) notes.errors.push_back(note_of(problem));
            if (error.problems().empty())
                notes.errors.push_back(note_of({.file = path, .message = error.what()}));
        }
    };
    std::vector<std::string> cases;
    attempt([&] { cases = scenarios::case_names(path); }, checked);
    if (!checked.errors.empty()) return;
    if (cases.empty()) cases.emplace_back();  // the scenario as it is
    for (const auto& name : cases) {
        CheckedFile of_case;
        std::optional<LoadedScenario> loaded;
        attempt([&] { loaded = load_scenario(path, {.case_name = name}); }, of_case);
        if (loaded) {
            attempt([&] { lint_scenario(path, name, *loaded, of_case); }, of_case);
            attempt([&] { check_plan(std::move(*loaded), tried_devices_max); }, of_case);
        }
        add_new(of_case.errors, checked.errors);
        add_new(of_case.lints, checked.lints);
    }
}

}  // namespace cli
