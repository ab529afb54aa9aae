#include "sim/cli/possible.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/audit/checks.hpp"
#include "engine/detect/judge.hpp"
#include "engine/detect/metrics.hpp"
#include "scenarios/thing_names.hpp"
#include "sim/cli/possible_targets.hpp"

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
                             .is_attached = attached.contains(profile),
                             .value_key = {},
                             .json = {}});
    }
}

/// What of its metric's card an alarm of a behaviour shows.
void describe(const engine::Behavior& behavior, score::Possible::Rule& rule) {
    rule.json = behavior.json;
    rule.is_judged = engine::judges(behavior) &&
                     behavior.json.find("\"mlDetectionConfig\"") == std::string::npos;
    const auto* metric = engine::metric_named(behavior.metric);
    if (metric == nullptr) return;
    rule.is_judged &= metric->reading != engine::Reading::not_evaluated;
    rule.is_slotted = !engine::is_reported(metric->reading);
    rule.value_key = engine::key_of(metric->form);
}

/// Every text that stands at one of these keys, wherever it is.
void gather_topics(const Json& json, std::vector<std::string>& topics) {
    for (auto item = json.begin(); item != json.end(); ++item) {
        if (item->is_structured()) gather_topics(*item, topics);
        if (!json.is_object() || !item->is_string()) continue;
        if (item.key() == "targetArn" || item.key() == "alertTargetArn")
            topics.push_back(item->get<std::string>());
    }
}

void add_topics(const engine::Rules& rules, std::vector<std::string>& topics) {
    for (const auto& attachment : rules.profiles)
        if (!attachment.profile.alert_topic_arn.empty())
            topics.push_back(attachment.profile.alert_topic_arn);
    for (const auto& planned : rules.operations)
        gather_topics(fleet::parse_json(planned.request, planned.operation).root(), topics);
}

bool begins_audits(const engine::PlannedOperation& planned) {
    return planned.operation == "StartOnDemandAuditTask" ||
           planned.operation == "CreateScheduledAudit";
}

void add_audits(const engine::Rules& rules, score::Possible& possible) {
    std::uint64_t audits = 0;
    fleet::Time last = rules.start;
    for (const auto& planned : rules.operations) {
        if (planned.operation == "StartOnDemandAuditTask") {
            if (audits++ == 0) possible.schedules.emplace_back();
            last = std::max(last, planned.time);
        } else if (planned.operation == "CreateScheduledAudit") {
            const auto request = fleet::parse_json(planned.request, planned.operation);
            possible.schedules.push_back(text_at(request.root(), "scheduledAuditName"));
        }
    }
    // A schedule may begin any number of them.
    if (std::ranges::any_of(possible.schedules, [](const auto& name) { return !name.empty(); }))
        return;
    possible.audits_most = audits;
    possible.last_audit = last;
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
                             .schedules = {},
                             .audits_most = {},
                             .last_audit = {},
                             .topics = {},
                             .looks_at = {},
                             .cohort_of = {},
                             .start = scenario.start,
                             .end = scenario.end()};
    const auto attached = attached_profiles(rules);
    for (const auto& [profile, targets] : rules.profiles)
        for (const auto& behavior : profile.behaviors) {
            auto& rule = possible.rules.emplace_back();
            rule.profile = profile.name;
            rule.behavior = behavior.name;
            rule.metric = behavior.metric;
            rule.is_attached = attached.contains(profile.name);
            describe(behavior, rule);
        }
    for (const auto& planned : rules.operations) {
        possible.operations.push_back(planned.operation);
        add_rules(planned, attached, possible.rules);
    }
    for (const auto name : engine::aws_check_names()) possible.checks.emplace_back(name);
    add_audits(rules, possible);
    add_topics(rules, possible.topics);
    add_fleet(scenario, possible);
    possible.looks_at = targets_of(scenario, rules);
    if (is_scaled) possible.cohort_of = {};
    return possible;
}

}  // namespace cli
