#include "sim/cli/possible.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/audit/checks.hpp"
#include "scenarios/thing_names.hpp"

namespace cli {
namespace {

using fleet::Json;

std::string text_at(const Json& json, const char* key) {
    if (!json.is_object()) return {};
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// The profiles that are attached to something, from the start or by an operation.
std::set<std::string> attached_profiles(const engine::Rules& rules) {
    std::set<std::string> attached;
    for (const auto& [profile, targets] : rules.profiles)
        if (!targets.empty()) attached.insert(profile.name);
    for (const auto& planned : rules.operations) {
        if (planned.operation != "AttachSecurityProfile") continue;
        const auto request = fleet::parse_json(planned.request, planned.operation);
        attached.insert(text_at(request.root(), "securityProfileName"));
    }
    return attached;
}

/// The behaviours that an operation creates, or gives a profile.
void add_rules(const engine::PlannedOperation& planned, const std::set<std::string>& attached,
               std::vector<score::Possible::Rule>& rules) {
    if (!planned.operation.ends_with("SecurityProfile")) return;
    const auto request = fleet::parse_json(planned.request, planned.operation);
    const auto& root = request.root();
    if (!root.is_object() || !root.contains("behaviors") || !root["behaviors"].is_array()) return;
    const auto profile = text_at(root, "securityProfileName");
    for (const auto& behavior : root["behaviors"]) {
        if (behavior.is_object())
            rules.push_back({.profile = profile,
                             .behavior = text_at(behavior, "name"),
                             .metric = text_at(behavior, "metric"),
                             .is_attached = attached.contains(profile)});
    }
}

bool begins_audits(const engine::PlannedOperation& planned) {
    return planned.operation == "StartOnDemandAuditTask" ||
           planned.operation == "CreateScheduledAudit";
}

void add_fleet(const scenarios::Scenario& scenario, score::Possible& possible) {
    for (const auto& cohort : scenario.fleet.cohorts)
        possible.cohorts.push_back({.name = cohort.name, .devices = cohort.count});
    possible.cohort_of = [&scenario](std::string_view thing) -> std::optional<std::string> {
        if (!scenarios::may_have_thing(scenario, thing)) return std::nullopt;
        const auto* cohort = scenarios::cohort_of_device(thing, scenario.fleet);
        return cohort == nullptr ? std::string{} : cohort->name;
    };
}

}  // namespace

score::Possible possible_of(const scenarios::Scenario& scenario, const engine::Rules& rules,
                            bool is_scaled) {
    score::Possible possible{.rules = {},
                             .checks = {},
                             .operations = {},
                             .cohorts = {},
                             .is_audited = std::ranges::any_of(rules.operations, begins_audits),
                             .cohort_of = {},
                             .start = scenario.start,
                             .end = scenario.end()};
    const auto attached = attached_profiles(rules);
    for (const auto& [profile, targets] : rules.profiles)
        for (const auto& behavior : profile.behaviors)
            possible.rules.push_back({.profile = profile.name,
                                      .behavior = behavior.name,
                                      .metric = behavior.metric,
                                      .is_attached = attached.contains(profile.name)});
    for (const auto& planned : rules.operations) {
        possible.operations.push_back(planned.operation);
        add_rules(planned, attached, possible.rules);
    }
    for (const auto name : engine::aws_check_names()) possible.checks.emplace_back(name);
    add_fleet(scenario, possible);
    if (is_scaled) possible.cohort_of = {};
    return possible;
}

}  // namespace cli
