#include "sim/cli/possible_targets.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "scenarios/thing_names.hpp"

namespace cli {
namespace {

/// Is the group, or one it stands in, the one that is wanted?
bool stands_in(std::string group, std::string_view wanted, const fleet::FleetDescription& fleet) {
    for (std::size_t steps = 0; steps <= fleet.groups.size(); ++steps) {
        if (group == wanted) return true;
        const auto own = std::ranges::find(fleet.groups, group, &fleet::GroupDescription::name);
        if (own == fleet.groups.end() || own->parent.empty()) return false;
        group = own->parent;
    }
    return false;
}

/// Is the device of a cohort, which is registered, in a target? Groups are those of the start:
/// nothing in a scenario changes them.
bool is_target(std::string_view target, const fleet::CohortDescription& cohort,
               const fleet::FleetDescription& fleet) {
    constexpr std::string_view group = "thinggroup/";
    if (!target.starts_with(group)) return target != "all/unregistered-things";
    return std::ranges::any_of(cohort.groups, [&](const std::string& own) {
        return stands_in(own, target.substr(group.size()), fleet);
    });
}

/// The targets of profiles, but of those that operations bring, attach or detach.
std::map<std::string, std::vector<std::string>> settled_targets(const engine::Rules& rules) {
    std::map<std::string, std::vector<std::string>> targets;
    for (const auto& attachment : rules.profiles)
        targets[attachment.profile.name] = attachment.targets;
    for (const auto& planned : rules.operations) {
        if (!planned.operation.ends_with("SecurityProfile")) continue;
        const auto request = fleet::parse_json(planned.request, planned.operation);
        const auto name = request.root().find("securityProfileName");
        if (name != request.root().end() && name->is_string())
            targets.erase(name->get<std::string>());
    }
    return targets;
}

}  // namespace

std::function<bool(const score::Possible::Rule&, std::string_view)> targets_of(
    const scenarios::Scenario& scenario, const engine::Rules& rules) {
    return [&scenario, settled = settled_targets(rules)](const score::Possible::Rule& rule,
                                                         std::string_view thing) {
        const auto targets = settled.find(rule.profile);
        const auto* cohort = scenarios::cohort_of_device(thing, scenario.fleet);
        if (targets == settled.end() || cohort == nullptr) return true;
        return std::ranges::any_of(targets->second, [&](const std::string& target) {
            return is_target(target, *cohort, scenario.fleet);
        });
    };
}

}  // namespace cli
