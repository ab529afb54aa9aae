#include "engine/score/possible.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/audit/reason_codes.hpp"
#include "engine/score/expectations.hpp"
#include "fleet/base/text.hpp"

namespace score {
namespace {

class Checker {
  public:
    Checker(const fleet::Document& scenario, const Possible& possible, fleet::Problems& problems)
        : scenario_(scenario), possible_(possible), problems_(problems) {}

    void check(const Entry& entry) {
        if (const auto* cohort = wanted(entry, "cohort"))
            expect_among(entry, "cohort", *cohort, possible_.cohorts);
        if (entry.section == &sections_table::findings) check_finding(entry);
        if (entry.section == &sections_table::alarms) check_alarm(entry);
        if (entry.section == &sections_table::operations)
            expect_among(entry, "operation", *wanted(entry, "operation"), possible_.operations);
    }

  private:
    static const std::string* wanted(const Entry& entry, std::string_view field) {
        for (const auto& one : entry.wanted)
            if (one.field->name == field && one.values.size() == 1) return &one.values.front();
        return nullptr;
    }

    void say(const Entry& entry, std::string_view field, const std::string& message) {
        problems_.add(scenario_.problem(fleet::path_of(entry.where, field),
                                        message + ": this can never be found"));
    }

    void expect_among(const Entry& entry, std::string_view field, const std::string& word,
                      const std::vector<std::string>& words) {
        if (std::ranges::find(words, word) != words.end()) return;
        say(entry, field,
            fmt::format("there is no {} {}{}", field, word, fleet::did_you_mean(word, words)));
    }

    void check_finding(const Entry& entry) {
        const auto& check = *wanted(entry, "check");
        expect_among(entry, "check", check, possible_.checks);
        const auto* code = wanted(entry, "reasonCode");
        if (code == nullptr) return;
        const auto codes = engine::reason_codes_of(check);
        const std::vector<std::string> words(codes.begin(), codes.end());
        if (!words.empty()) expect_among(entry, "reasonCode", *code, words);
    }

    void check_alarm(const Entry& entry) {
        const auto& name = *wanted(entry, "behavior");
        const auto* profile = wanted(entry, "profile");
        const auto* metric = wanted(entry, "metric");
        std::vector<std::string> names;
        bool is_known = false, is_possible = false;
        for (const auto& rule : possible_.rules) {
            const auto whole = fmt::format("{}/{}", rule.profile, rule.behavior);
            names.insert(names.end(), {rule.behavior, whole});
            const bool is_named = name == rule.behavior || name == whole;
            is_known |= is_named;
            is_possible |= is_named && (profile == nullptr || *profile == rule.profile) &&
                           (metric == nullptr || *metric == rule.metric);
        }
        if (!is_known) return expect_among(entry, "behavior", name, names);
        if (!is_possible)
            say(entry, profile != nullptr ? "profile" : "metric",
                fmt::format("no behavior {} is in {}", name,
                            profile != nullptr ? "profile " + *profile : "force on " + *metric));
        if (entry.due.at) check_time(entry);
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
};

}  // namespace

void check_possible(const fleet::Document& scenario, const Possible& possible,
                    fleet::Problems& problems) {
    fleet::Problems of_form;
    const auto expectations = read_expectations(scenario, of_form);
    if (!of_form.empty()) return;
    Checker checker(scenario, possible, problems);
    for (const auto& entry : expectations.entries) checker.check(entry);
}

}  // namespace score
