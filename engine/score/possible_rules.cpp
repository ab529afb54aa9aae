#include "engine/score/possible_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/detect/metrics.hpp"
#include "engine/score/partial.hpp"
#include "engine/score/possible_times.hpp"
#include "fleet/base/text.hpp"

namespace score {
namespace {

using Rule = Possible::Rule;
using Rules = PossibleRules;

std::string name_of(const Rule& rule) { return fmt::format("{}/{}", rule.profile, rule.behavior); }

/// "behavior Flood", or whatever is left of them.
std::string words_of(const Rules& rules) {
    const auto& first = rules.front()->behavior;
    const bool is_one = std::ranges::all_of(rules, [&](auto* r) { return r->behavior == first; });
    return is_one ? "behavior " + first : "behavior";
}

std::vector<std::string> of_all(const Rules& rules, std::string Rule::*member) {
    std::vector<std::string> words;
    for (const auto* rule : rules)
        if (std::ranges::find(words, rule->*member) == words.end()) words.push_back(rule->*member);
    return words;
}

bool has_name(const Entry& entry, const Possible&, const Rule& rule) {
    const auto* name = wanted(entry, "behavior");
    return name == nullptr || *name == rule.behavior || *name == name_of(rule);
}
Refusal no_name(const Entry& entry, const Possible&, const Rules& rules) {
    const auto& name = *wanted(entry, "behavior");
    std::vector<std::string> names;
    for (const auto* rule : rules) names.insert(names.end(), {rule->behavior, name_of(*rule)});
    return {"behavior", fmt::format("there is no behavior {}{}", name.empty() ? "\"\"" : name,
                                    fleet::did_you_mean(name, names))};
}

Refusal no_profile(std::string field, const std::string& name, const Rules& rules) {
    const auto profiles = of_all(rules, &Rule::profile);
    const auto nearest = fleet::did_you_mean(name, profiles);
    return {std::move(field),
            fmt::format("no {} is in profile {}{}", words_of(rules), name,
                        nearest.empty() ? "; it is in " + fleet::join(profiles, ", ") : nearest)};
}
bool has_profile(const Entry& entry, const Possible&, const Rule& rule) {
    const auto* profile = wanted(entry, "profile");
    return profile == nullptr || *profile == rule.profile;
}
bool has_matched_profile(const Entry& entry, const Possible&, const Rule& rule) {
    const auto* profile = matched_text(entry, "securityProfileName");
    return profile == nullptr || *profile == rule.profile;
}

bool has_metric(const Entry& entry, const Possible&, const Rule& rule) {
    const auto* metric = wanted(entry, "metric");
    return metric == nullptr || *metric == rule.metric;
}
Refusal no_metric(const Entry& entry, const Possible&, const Rules& rules) {
    const auto& metric = *wanted(entry, "metric");
    const auto metrics = of_all(rules, &Rule::metric);
    auto words = metrics;
    for (const auto& name : engine::metric_names()) words.push_back(name);
    const auto nearest = engine::metric_named(metric) != nullptr
                             ? std::string()
                             : fleet::did_you_mean(metric, words);
    return {"metric",
            fmt::format("no {} is in force on {}{}", words_of(rules), metric,
                        nearest.empty() ? "; it watches " + fleet::join(metrics, ", ") : nearest)};
}

/// How the rule differs from the behaviour that "match" names.
std::vector<ComparedField> differing(const Entry& entry, const Possible& possible,
                                     const Rule& rule) {
    const auto* behavior = matched(entry, "behavior");
    if (behavior == nullptr || rule.json.empty()) return {};
    const auto own = fleet::parse_json(rule.json, "behavior");
    auto rows = compare(*behavior, own.root(), facts_of(possible));
    std::erase_if(rows, [](const ComparedField& row) { return row.is_alike; });
    return rows;
}
bool has_behavior(const Entry& entry, const Possible& possible, const Rule& rule) {
    return differing(entry, possible, rule).empty();
}
Refusal no_behavior(const Entry& entry, const Possible& possible, const Rules& rules) {
    std::vector<ComparedField> nearest;
    const Rule* nearest_rule = nullptr;
    std::vector<std::string> found;
    for (const auto* rule : rules) {
        auto rows = differing(entry, possible, *rule);
        for (const auto& row : rows) found.push_back(row.found);
        if (nearest_rule != nullptr && rows.size() >= nearest.size()) continue;
        nearest_rule = rule;
        nearest = std::move(rows);
    }
    const auto& row = nearest.front();
    return {"match.behavior." + row.field,
            fmt::format("no {} has the {} {}; that of {} is {}{}", words_of(rules), row.field,
                        row.expected, name_of(*nearest_rule), row.found,
                        fleet::did_you_mean(row.expected, found))};
}

bool has_value(const Entry& entry, const Possible&, const Rule& rule) {
    const auto* value = matched(entry, "metricValue");
    if (value == nullptr || rule.value_key.empty()) return true;
    for (auto item = value->begin(); item != value->end(); ++item)
        if (item.key() != rule.value_key) return false;
    return true;
}
Refusal no_value(const Entry& entry, const Possible&, const Rules& rules) {
    const auto& value = *matched(entry, "metricValue");
    const auto keys = of_all(rules, &Rule::value_key);
    for (auto item = value.begin(); item != value.end(); ++item)
        if (std::ranges::find(keys, item.key()) == keys.end())
            return {"match.metricValue." + item.key(),
                    fmt::format("a value of {} is told as {}, not as {}",
                                fleet::join(of_all(rules, &Rule::metric), ", "),
                                fleet::join(keys, ", "), item.key())};
    return {"match.metricValue", "no value is told in more than one way"};
}

bool is_judged(const Entry&, const Possible&, const Rule& rule) { return rule.is_judged; }
Refusal not_judged(const Entry& entry, const Possible&, const Rules& rules) {
    return {rule_field(entry), fmt::format("{} is not evaluated by this version and never alarms",
                                           name_of(*rules.front()))};
}
bool is_attached(const Entry&, const Possible&, const Rule& rule) { return rule.is_attached; }
Refusal not_attached(const Entry& entry, const Possible&, const Rules& rules) {
    return {rule_field(entry),
            fmt::format("the profile {} is attached to nothing", rules.front()->profile)};
}

bool looks_at_thing(const Entry& entry, const Possible& possible, const Rule& rule) {
    const auto looks_at = [&](const std::string* thing) {
        return thing == nullptr || !possible.looks_at || possible.looks_at(rule, *thing);
    };
    return looks_at(wanted(entry, "thing")) && looks_at(matched_text(entry, "thingName"));
}
Refusal no_look_at_thing(const Entry& entry, const Possible&, const Rules& rules) {
    const auto* thing = wanted(entry, "thing");
    return {thing != nullptr ? "thing" : "match.thingName",
            fmt::format("the profile {} does not look at {}, which is in none of its targets",
                        fleet::join(of_all(rules, &Rule::profile), ", "),
                        thing != nullptr ? *thing : *matched_text(entry, "thingName"))};
}

/// All devices of a cohort are in the same groups.
bool looks_at_cohort(const Entry& entry, const Possible& possible, const Rule& rule) {
    const auto* cohort = wanted(entry, "cohort");
    if (cohort == nullptr || !possible.looks_at) return true;
    const auto known = std::ranges::find(possible.cohorts, *cohort, &Possible::Cohort::name);
    return known == possible.cohorts.end() || known->devices == 0 ||
           possible.looks_at(rule, *cohort + "-0");
}
Refusal no_look_at_cohort(const Entry& entry, const Possible&, const Rules& rules) {
    return {"cohort", fmt::format("the profile {} does not look at the cohort {}, which is in none "
                                  "of its targets",
                                  fleet::join(of_all(rules, &Rule::profile), ", "),
                                  *wanted(entry, "cohort"))};
}

constexpr std::array table{
    Narrowing{has_name, no_name},
    Narrowing{has_profile,
              [](const Entry& entry, const Possible&, const Rules& rules) {
                  return no_profile("profile", *wanted(entry, "profile"), rules);
              }},
    Narrowing{has_matched_profile,
              [](const Entry& entry, const Possible&, const Rules& rules) {
                  return no_profile("match.securityProfileName",
                                    *matched_text(entry, "securityProfileName"), rules);
              }},
    Narrowing{has_metric, no_metric},
    Narrowing{has_behavior, no_behavior},
    Narrowing{has_value, no_value},
    Narrowing{is_attached, not_attached},
    Narrowing{is_judged, not_judged},
    Narrowing{looks_at_thing, no_look_at_thing},
    Narrowing{looks_at_cohort, no_look_at_cohort},
};

}  // namespace

std::string rule_field(const Entry& entry) {
    return wanted(entry, "behavior") != nullptr ? "behavior" : "match";
}

std::span<const Narrowing> narrowings() { return table; }

}  // namespace score
