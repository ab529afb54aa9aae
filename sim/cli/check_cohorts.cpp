#include "sim/cli/check_cohorts.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/cli/check_notes.hpp"

namespace cli {
namespace {

using fleet::Json;

/// What its agent tells, as far as the section is right.
void tell_reports(const Json& reports, engine::Cohort& cohort) {
    if (has(reports, "groups") && reports["groups"].is_array()) {
        auto& groups = cohort.groups.emplace();
        for (const auto& group : reports["groups"])
            if (group.is_string()) groups.push_back(group.get<std::string>());
    }
    if (!has(reports, "customMetrics") || !reports["customMetrics"].is_object()) return;
    for (const auto& [name, metric] : reports["customMetrics"].items())
        cohort.custom_metrics.push_back(name);
}

/// Does the group lie in one of the targets?
bool lies_in(std::string group, const std::vector<std::string>& targets,
             const fleet::FleetDescription& fleet) {
    while (!group.empty()) {
        if (std::ranges::find(targets, "thinggroup/" + group) != targets.end()) return true;
        const auto known = std::ranges::find(fleet.groups, group, &fleet::GroupDescription::name);
        group = known == fleet.groups.end() ? std::string{} : known->parent;
    }
    return false;
}

}  // namespace

std::vector<engine::Cohort> cohorts_of(const Json& scenario) {
    std::vector<engine::Cohort> cohorts;
    const auto list = Json::json_pointer("/fleet/cohorts");
    if (!scenario.contains(list) || !scenario[list].is_array()) return cohorts;
    for (const auto& cohort : scenario[list]) {
        if (!has(cohort, "name") || !cohort["name"].is_string()) continue;
        engine::Cohort one{.name = cohort["name"].get<std::string>(),
                           .has_agent = cohort.contains("reports")};
        if (has(cohort, "reports")) tell_reports(cohort["reports"], one);
        if (has(cohort, "reports") && has(cohort["reports"], "every") &&
            cohort["reports"]["every"].is_string()) {
            const auto every =
                fleet::parse_duration(cohort["reports"]["every"].get_ref<const std::string&>());
            if (every)
                one.report_period_seconds =
                    static_cast<std::uint32_t>(*every / std::chrono::seconds{1});
        }
        cohorts.push_back(std::move(one));
    }
    return cohorts;
}

std::vector<engine::Cohort> covered(const std::vector<engine::Cohort>& cohorts,
                                    const std::vector<std::string>& targets,
                                    const fleet::FleetDescription& fleet) {
    std::vector<engine::Cohort> found;
    for (const auto& cohort : cohorts) {
        const auto described =
            std::ranges::find(fleet.cohorts, cohort.name, &fleet::CohortDescription::name);
        if (described == fleet.cohorts.end()) continue;
        const bool is_covered = std::ranges::any_of(targets,
                                                    [](const auto& target) {
                                                        return target == "all/things" ||
                                                               target == "all/registered-things";
                                                    }) ||
                                std::ranges::any_of(described->groups, [&](const auto& group) {
                                    return lies_in(group, targets, fleet);
                                });
        if (is_covered) found.push_back(cohort);
    }
    return found;
}

}  // namespace cli
