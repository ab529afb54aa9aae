#include "sim/cli/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/audit/reason_codes.hpp"
#include "engine/audit/task.hpp"
#include "engine/detect/judge.hpp"
#include "engine/score/bound.hpp"

namespace cli {
namespace {

using engine::ViolationEvent;
using engine::ViolationEventType;
using score::Standing;

/// Of the entries in the list `section` of the scenario's expectations that have one of these names
/// under `key`, is there one whose count `is_such`?
bool has_entry(const TestCase& one, const char* section, const char* key,
               std::span<const std::string> names, bool (*is_such)(const score::Bound& count)) {
    const auto& expect = one.loaded->scenario.resolved.root().at("expect");
    if (!expect.is_object() || !expect.contains(section)) return false;
    return std::ranges::any_of(expect.at(section), [&](const fleet::Json& entry) {
        if (std::ranges::find(names, entry.value(key, std::string{})) == names.end()) return false;
        const auto given = entry.find("count");
        const auto count =
            given == entry.end() ? score::Bound{.low = 1} : score::read_bound(*given);
        return count && is_such(*count);
    });
}

/// Is something asked for, which would be missed if there were none?
bool is_asked_for(const TestCase& one, const char* section, const char* key,
                  std::span<const std::string> names) {
    return has_entry(one, section, key, names,
                     [](const score::Bound& count) { return !count.contains(0); });
}

/// Would any number do, or any that is large enough, and none as well?
bool is_all_the_same(const TestCase& one, const char* section, const char* key,
                     std::span<const std::string> names) {
    return has_entry(one, section, key, names, [](const score::Bound& count) {
        return count.contains(0) && count.high == std::numeric_limits<double>::infinity();
    });
}

bool allows_anything(const TestCase& one) {
    const auto& expect = one.loaded->scenario.resolved.root().at("expect");
    const auto exclusive = expect.find("exclusive");
    return exclusive != expect.end() && *exclusive == false;
}

/// What happened to the alarms of one behaviour.
struct Alarms {
    bool rose = false;
    bool is_true = false;  // one that the truth accounts for
    bool cleared = false;
    std::set<std::string_view> things;  // on which it rose
};

Alarms alarms_of(const Outcome& outcome, const std::string& profile, const std::string& behavior) {
    Alarms alarms;
    const auto& events = outcome.findings.violation_events;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (events[i].profile_name != profile || events[i].behavior_name != behavior) continue;
        const bool is_alarm = events[i].type == ViolationEventType::in_alarm;
        alarms.rose |= is_alarm;
        if (is_alarm) alarms.things.insert(events[i].thing_name);
        alarms.is_true |= is_alarm && outcome.score.event_standing[i] == Standing::true_positive;
        alarms.cleared |= events[i].type == ViolationEventType::alarm_cleared;
    }
    return alarms;
}

bool stayed_silent_where_it_must(const Outcome& outcome, const std::string& name) {
    return std::ranges::any_of(outcome.score.incidents, [&](const score::IncidentScore& incident) {
        return incident.behavior == name && incident.must_stay_silent && !incident.is_found;
    });
}

}  // namespace

std::size_t CoveredRule::met() const {
    return static_cast<std::size_t>(std::ranges::count(goals, true, &CoverageGoal::is_met));
}

void Coverage::note(const Key& key, std::string_view goal, bool is_met) {
    auto& goals = goals_[key];
    const auto found = std::ranges::find(goals, goal, &CoverageGoal::name);
    if (found == goals.end())
        goals.push_back({std::string(goal), is_met});
    else
        found->is_met |= is_met;
}

void Coverage::add(const TestCase& one) {
    if (!one.is_played()) return;
    add_behaviors(one);
    add_checks(one);
}

void Coverage::add_behaviors(const TestCase& one) {
    const auto& scenario = one.loaded->scenario;
    const auto& profiles = one.loaded->rules.profiles;
    for (std::size_t p = 0; p < profiles.size(); ++p) {
        const auto& profile = profiles[p].profile;
        for (std::size_t b = 0; b < profile.behaviors.size(); ++b) {
            const auto& behavior = profile.behaviors[b];
            if (!engine::judges(behavior)) continue;
            const auto path = fmt::format("detect.profiles[{}].profile.behaviors[{}]", p, b);
            const auto place =
                scenarios::in_its_file(scenario, scenario.resolved.problem(path, {}));
            const auto name = fmt::format("{}/{}", profile.name, behavior.name);
            const auto file = std::filesystem::path(place.file).lexically_normal().string();
            const Key key{file, place.line, name};
            const std::vector<std::string> names{behavior.name, name};
            const auto alarms = alarms_of(*one.outcome, profile.name, behavior.name);
            const bool must_speak =
                alarms.is_true || is_asked_for(one, "alarms", "behavior", names);
            // Somebody had to stay silent, and did.
            const bool is_silent =
                (alarms.things.size() < one.outcome->devices && !allows_anything(one) &&
                 !is_all_the_same(one, "alarms", "behavior", names)) ||
                stayed_silent_where_it_must(*one.outcome, name);
            note(key, "alarm", one.is_passed() && alarms.rose && must_speak);
            note(key, "clear", one.is_passed() && alarms.cleared && must_speak);
            note(key, "silence", one.is_passed() && is_silent);
        }
    }
}

void Coverage::add_checks(const TestCase& one) {
    const auto& findings = one.outcome->findings;
    for (const auto& task : findings.tasks) {
        for (const auto& summary : task.checks) {
            const Key key{"", 0, summary.check_name};
            note(key, "speaks", false);
            note(key, "silence",
                 one.is_passed() && summary.status == engine::check_status::compliant &&
                     summary.total_resources > 0);
            for (const auto code : engine::reason_codes_of(summary.check_name))
                note(key, code, false);
        }
    }
    for (std::size_t i = 0; i < findings.audit_findings.size(); ++i) {
        const auto& finding = findings.audit_findings[i];
        const std::vector<std::string> names{finding.check_name};
        const bool must_speak = one.outcome->score.audit_standing[i] == Standing::true_positive ||
                                is_asked_for(one, "findings", "check", names);
        if (!one.is_passed() || finding.is_suppressed || !must_speak) continue;
        const Key key{"", 0, finding.check_name};
        note(key, "speaks", true);
        if (!finding.reason_code.empty()) note(key, finding.reason_code, true);
    }
}

std::vector<CoveredRule> Coverage::rules() const {
    std::vector<CoveredRule> rules;
    for (const auto& [key, goals] : goals_) {
        const auto& [file, line, name] = key;
        rules.push_back({.name = name, .file = file, .line = line, .goals = goals});
    }
    // Checks have no file; they come last.
    std::stable_partition(rules.begin(), rules.end(),
                          [](const CoveredRule& rule) { return !rule.file.empty(); });
    return rules;
}

}  // namespace cli
