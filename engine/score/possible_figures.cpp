#include "engine/score/possible_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "fleet/base/text.hpp"

namespace score {
namespace {

std::vector<std::string> rules_of(const ScoreName& name, const Possible& possible) {
    if (name.is_audit) return possible.checks;
    std::vector<std::string> rules;
    for (const auto& rule : possible.rules)
        rules.push_back(fmt::format("{}/{}", rule.profile, rule.behavior));
    return rules;
}

std::string why_no_rule(const ScoreName& name, const Possible& possible) {
    const auto rules = rules_of(name, possible);
    if (name.rule.empty() || std::ranges::find(rules, name.rule) != rules.end()) return {};
    return fmt::format("there is no {} {}{}", name.is_audit ? "check" : "behavior", name.rule,
                       fleet::did_you_mean(name.rule, rules));
}

/// Is the figure null where nothing is examined: a share of nothing, a time until nothing?
bool needs_findings(const ScoreName& name) {
    return name.tally != nullptr ? name.tally->is_share
                                 : name.detect->name.starts_with("timeToDetect");
}

std::string why_out_of_range(const ScoreName& name, const Bound& bound) {
    constexpr auto infinite = std::numeric_limits<double>::infinity();
    if (name.tally != nullptr && !name.tally->is_share)
        return bound.has_count() ? "" : fmt::format("{} is a whole number from 0", name.text);
    if (name.tally != nullptr)
        return bound.meets(0, 1) ? "" : fmt::format("{} is from 0 to 1", name.text);
    return bound.meets(0, infinite) ? "" : fmt::format("{} is never negative", name.text);
}

}  // namespace

std::string why_never(const ScoreBound& bound, const Possible& possible) {
    const auto& name = bound.name;
    if (auto why = why_no_rule(name, possible); !why.empty()) return why;
    if (bound.is_null)
        return name.tally != nullptr && !name.tally->is_share
                   ? fmt::format("{} is a count and never null", name.text)
                   : std::string{};
    if (auto why = why_out_of_range(name, bound.bound); !why.empty()) return why;
    if (!needs_findings(name)) return {};
    if (name.is_audit && !possible.is_audited)
        return fmt::format("{} is null, as no audit ever runs", name.text);
    if (!name.is_audit && !std::ranges::any_of(possible.rules, &Possible::Rule::is_attached))
        return fmt::format("{} is null, as no security profile is attached", name.text);
    return {};
}

}  // namespace score
