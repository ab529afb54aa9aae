#include "engine/score/possible_alarms.hpp"

#include <algorithm>

#include "engine/score/possible_alarm_times.hpp"
#include "engine/score/possible_rules.hpp"

namespace score {

void check_possible_alarm(const Entry& entry, const Possible& possible,
                          const Impossible& impossible) {
    check_figures(entry, impossible);
    if (possible.rules.empty()) {
        const auto* name = wanted(entry, "behavior");
        return impossible.say(entry, rule_field(entry),
                              name == nullptr
                                  ? "there is no security profile, so no alarm"
                                  : "there is no security profile, so no behavior " + *name);
    }
    PossibleRules rules;
    for (const auto& rule : possible.rules) rules.push_back(&rule);
    for (const auto& narrowing : narrowings()) {
        PossibleRules left;
        for (const auto* rule : rules)
            if (narrowing.fits(entry, possible, *rule)) left.push_back(rule);
        if (left.empty()) {
            const auto refusal = narrowing.why_none(entry, possible, rules);
            return impossible.say(entry, refusal.field, refusal.message);
        }
        rules = std::move(left);
    }
    check_alarm_times(entry, possible, std::ranges::all_of(rules, &Possible::Rule::is_slotted),
                      impossible);
}

}  // namespace score
