#include "engine/score/possible.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/audit/reason_codes.hpp"
#include "engine/score/expectations.hpp"
#include "engine/score/possible_figures.hpp"
#include "fleet/base/text.hpp"

namespace score {
namespace {

constexpr std::string_view never = "this can never be found";

class Checker {
  public:
    Checker(const fleet::Document& scenario, const Possible& possible, fleet::Problems& problems)
        : scenario_(scenario), possible_(possible), problems_(problems) {
        for (const auto& cohort : possible.cohorts) cohorts_.push_back(cohort.name);
    }

    void check(const Entry& entry) {
        if (const auto* cohort = wanted(entry, "cohort"))
            expect_among(entry, "cohort", *cohort, cohorts_);
        if (const auto* thing = wanted(entry, "thing")) check_thing(entry, *thing);
        if (entry.section == &sections_table::findings) check_finding(entry);
        if (entry.section == &sections_table::alarms) check_alarm(entry);
        if (entry.section == &sections_table::tasks) expect_audit(entry, {});
        if (entry.section == &sections_table::operations)
            expect_among(entry, "operation", *wanted(entry, "operation"), possible_.operations);
        check_waits(entry);
    }

  private:
    static const std::string* wanted(const Entry& entry, std::string_view field) {
        for (const auto& one : entry.wanted)
            if (one.field->name == field && one.values.size() == 1) return &one.values.front();
        return nullptr;
    }

    void say(const Entry& entry, std::string_view field, const std::string& message,
             std::string_view consequence = never) {
        const auto path = field.empty() ? entry.where : fleet::path_of(entry.where, field);
        problems_.add(scenario_.problem(path, fmt::format("{}: {}", message, consequence)));
    }

    void expect_among(const Entry& entry, std::string_view field, const std::string& word,
                      const std::vector<std::string>& words) {
        if (std::ranges::find(words, word) != words.end()) return;
        say(entry, field,
            fmt::format("there is no {} {}{}", field, word, fleet::did_you_mean(word, words)));
    }

    void check_thing(const Entry& entry, const std::string& thing) {
        if (!possible_.cohort_of) return;
        const auto own = possible_.cohort_of(thing);
        if (!own) return say(entry, "thing", no_such_thing(thing));
        const auto* cohort = wanted(entry, "cohort");
        if (cohort != nullptr && *cohort != *own &&
            std::ranges::find(cohorts_, *cohort) != cohorts_.end())
            say(entry, "thing",
                own->empty()
                    ? fmt::format("{} belongs to no cohort", thing)
                    : fmt::format("{} is of the cohort {}, not of {}", thing, *own, *cohort));
    }

    /// With what there is: the devices of the cohort, or the thing whose name is nearest.
    std::string no_such_thing(const std::string& thing) const {
        const auto dash = thing.rfind('-');
        const auto number = dash == std::string::npos ? std::string("-0") : thing.substr(dash);
        std::vector<std::string> near;
        for (const auto& cohort : possible_.cohorts) {
            if (thing.compare(0, dash, cohort.name) == 0 && cohort.devices > 0)
                return fmt::format("there is no thing {}; the cohort {} has {} device{}: {}-0{}",
                                   thing, cohort.name, cohort.devices,
                                   cohort.devices == 1 ? "" : "s", cohort.name,
                                   cohort.devices == 1
                                       ? ""
                                       : fmt::format(" to {}-{}", cohort.name, cohort.devices - 1));
            near.push_back(cohort.name + number);
            near.push_back(cohort.name + "-0");
        }
        std::erase_if(near, [&](const auto& name) { return !possible_.cohort_of(name); });
        return fmt::format("there is no thing {}{}", thing, fleet::did_you_mean(thing, near));
    }

    bool expect_audit(const Entry& entry, std::string_view field) {
        if (!possible_.is_audited)
            say(entry, field,
                "no audit ever runs; \"audit\" has neither \"runs\" nor \"schedules\"");
        return possible_.is_audited;
    }

    void check_finding(const Entry& entry) {
        const auto* check = wanted(entry, "check");
        const auto* code = wanted(entry, "reasonCode");
        expect_audit(entry, check != nullptr ? "check" : "match");
        expect_match_among(entry, "checkName", possible_.checks);
        if (check == nullptr) return;
        expect_among(entry, "check", *check, possible_.checks);
        if (code == nullptr) return;
        const auto codes = engine::reason_codes_of(*check);
        const std::vector<std::string> words(codes.begin(), codes.end());
        if (!words.empty()) expect_among(entry, "reasonCode", *code, words);
    }

    void check_alarm(const Entry& entry) {
        check_matched_rule(entry);
        if (wanted(entry, "behavior") == nullptr) return;
        const auto& name = *wanted(entry, "behavior");
        const auto* profile = wanted(entry, "profile");
        const auto* metric = wanted(entry, "metric");
        std::vector<std::string> names;
        const Possible::Rule* known = nullptr;
        bool is_possible = false, is_attached = false;
        for (const auto& rule : possible_.rules) {
            const auto whole = fmt::format("{}/{}", rule.profile, rule.behavior);
            names.insert(names.end(), {rule.behavior, whole});
            if (name != rule.behavior && name != whole) continue;
            known = &rule;
            const bool is_meant = (profile == nullptr || *profile == rule.profile) &&
                                  (metric == nullptr || *metric == rule.metric);
            is_possible |= is_meant;
            is_attached |= is_meant && rule.is_attached;
        }
        if (names.empty())
            return say(entry, "behavior", "there is no security profile, so no behavior " + name);
        if (known == nullptr) return expect_among(entry, "behavior", name, names);
        if (!is_possible)
            say(entry, profile != nullptr ? "profile" : "metric",
                fmt::format("no behavior {} is in {}", name,
                            profile != nullptr ? "profile " + *profile : "force on " + *metric));
        else if (!is_attached)
            say(entry, "behavior",
                fmt::format("the profile {} is attached to nothing", known->profile));
    }

    /// A text that "match" names, if it does.
    static const fleet::Json* matched(const Entry& entry, std::string_view key) {
        const auto& match = entry.match.root();
        if (!match.is_object()) return nullptr;
        const auto found = match.find(key);
        return found == match.end() || !found->is_string() ? nullptr : &*found;
    }

    void expect_match_among(const Entry& entry, std::string_view key,
                            const std::vector<std::string>& words) {
        const auto* found = matched(entry, key);
        if (found == nullptr) return;
        const auto& word = found->get_ref<const std::string&>();
        if (std::ranges::find(words, word) == words.end())
            say(entry, fleet::path_of("match", key),
                fmt::format("there is no {} {}{}", key, word, fleet::did_you_mean(word, words)));
    }

    void check_matched_rule(const Entry& entry) {
        std::vector<std::string> profiles;
        for (const auto& rule : possible_.rules) profiles.push_back(rule.profile);
        expect_match_among(entry, "securityProfileName", profiles);
        const auto* thing = matched(entry, "thingName");
        if (thing == nullptr || !possible_.cohort_of) return;
        const auto& name = thing->get_ref<const std::string&>();
        if (!possible_.cohort_of(name)) say(entry, "match.thingName", no_such_thing(name));
    }

    void check_waits(const Entry& entry) {
        if (entry.due.at) check_time(entry);
        const auto length = possible_.end - possible_.start;
        const auto expect_within_run = [&](std::string_view field,
                                           const std::optional<fleet::Duration>& wait) {
            if (wait && *wait > length)
                say(entry, field,
                    fmt::format("{} is longer than the run, which lasts {}",
                                fleet::format_duration(*wait), fleet::format_duration(length)),
                    "nothing could come too late");
        };
        expect_within_run("within", entry.due.within);
        expect_within_run("clearedWithin", entry.due.cleared_within);
    }

    void check_time(const Entry& entry) {
        const auto time = entry.due.at->in(RunFacts{.start = possible_.start,
                                                    .end = possible_.end,
                                                    .devices = 0,
                                                    .behaviors_for = {},
                                                    .cohort_of = {}});
        if (time < possible_.start || time > possible_.end)
            say(entry, "at",
                fmt::format("{} is outside the run, which lasts from {} to {}",
                            fleet::format_time(time), fleet::format_time(possible_.start),
                            fleet::format_time(possible_.end)));
    }

    const fleet::Document& scenario_;
    const Possible& possible_;
    fleet::Problems& problems_;
    std::vector<std::string> cohorts_;
};

}  // namespace

void check_possible(const fleet::Document& scenario, const Possible& possible,
                    fleet::Problems& problems) {
    fleet::Problems of_form;
    const auto expectations = read_expectations(scenario, of_form);
    if (!of_form.empty()) return;
    Checker checker(scenario, possible, problems);
    for (const auto& entry : expectations.entries) checker.check(entry);
    for (const auto& bound : expectations.scores)
        if (const auto why = why_never(bound, possible); !why.empty())
            problems.add(scenario.problem(bound.where, why + ": this can never be met"));
}

}  // namespace score
