#include "engine/score/possible.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/score/impossible.hpp"
#include "engine/score/possible_alarms.hpp"
#include "engine/score/possible_audits.hpp"
#include "engine/score/possible_figures.hpp"
#include "engine/score/possible_times.hpp"
#include "fleet/base/text.hpp"

namespace score {
namespace {

class Checker {
  public:
    Checker(const fleet::Document& scenario, const Possible& possible, fleet::Problems& problems)
        : possible_(possible), impossible_(scenario, problems) {
        for (const auto& cohort : possible.cohorts) cohorts_.push_back(cohort.name);
    }

    void check(const Entry& entry) {
        if (const auto* cohort = wanted(entry, "cohort"))
            impossible_.expect_among(entry, "cohort", *cohort, cohorts_);
        if (const auto* thing = wanted(entry, "thing")) check_thing(entry, "thing", *thing);
        if (const auto* thing = matched_text(entry, "thingName"))
            check_thing(entry, "match.thingName", *thing);
        if (entry.section == &sections_table::findings)
            check_possible_finding(entry, possible_, impossible_);
        if (entry.section == &sections_table::alarms)
            check_possible_alarm(entry, possible_, impossible_);
        if (entry.section == &sections_table::tasks)
            check_possible_task(entry, possible_, impossible_);
        if (entry.section == &sections_table::operations)
            impossible_.expect_among(entry, "operation", *wanted(entry, "operation"),
                                     possible_.operations);
        if (entry.section == &sections_table::notifications) check_notification(entry);
        check_waits(entry);
    }

  private:
    void check_thing(const Entry& entry, std::string_view field, const std::string& thing) {
        const auto* other = wanted(entry, "thing");
        if (other != nullptr && *other != thing)
            say(entry, field, fmt::format("{} is not {}", thing, *other));
        if (!possible_.cohort_of) return;
        const auto own = possible_.cohort_of(thing);
        if (!own) return say(entry, field, no_such_thing(thing));
        const auto* cohort = wanted(entry, "cohort");
        if (cohort != nullptr && *cohort != *own &&
            std::ranges::find(cohorts_, *cohort) != cohorts_.end())
            say(entry, field,
                own->empty()
                    ? fmt::format("{} belongs to no cohort", thing)
                    : fmt::format("{} is of the cohort {}, not of {}", thing, *own, *cohort));
    }

    void check_notification(const Entry& entry) {
        if (possible_.topics.empty())
            return say(entry, wanted(entry, "topic") != nullptr ? "topic" : "",
                       "neither the audit nor any profile has a topic to notify");
        std::vector<std::string> names = possible_.topics;
        for (const auto& arn : possible_.topics)
            names.push_back(arn.substr(arn.find_last_of(':') + 1));
        if (const auto* topic = wanted(entry, "topic"))
            impossible_.expect_among(entry, "topic", *topic, names);
    }

    void say(const Entry& entry, std::string_view field, const std::string& message,
             std::string_view consequence = "this can never be found") const {
        impossible_.say(entry, field, message, consequence);
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
        const auto time = entry.due.at->in(facts_of(possible_));
        if (time < possible_.start || time > possible_.end)
            say(entry, "at",
                fmt::format("{} is outside the run, which lasts from {} to {}",
                            fleet::format_time(time), fleet::format_time(possible_.start),
                            fleet::format_time(possible_.end)));
    }

    const Possible& possible_;
    Impossible impossible_;
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
