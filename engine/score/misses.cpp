// Words for what was missed and what was false.
#include "engine/score/misses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "fleet/base/text.hpp"

namespace score {
namespace {

std::string words_of(const AuditUnit& unit) {
    return fmt::format("{} on {} {} ({}) for {} in the audit of {}", unit.speaks->check_name,
                       unit.speaks->resource_key, unit.speaks->resource_value,
                       unit.speaks->reason_code, unit.incident->id,
                       fleet::format_time(unit.task->start));
}

std::string rule_of(const DetectUnit& unit) {
    return fmt::format("{}/{}", unit.behavior.profile_name, unit.behavior.behavior_name);
}

std::string words_of(const DetectUnit& unit) {
    return fmt::format("{} on {} for {}, due between {} and {}", rule_of(unit), unit.thing,
                       unit.incident->id, fleet::format_time(unit.due_from),
                       fleet::format_time(unit.due_until));
}

bool is_wanted(const ScoreName& name, std::string_view rule) {
    return name.rule.empty() || name.rule == rule;
}

bool is_false(Standing standing) {
    return standing == Standing::false_positive || standing == Standing::must_stay_silent_spoke;
}

}  // namespace

std::string first_ten(const std::vector<std::string>& items) {
    constexpr std::size_t shown_max = 10;
    const std::span shown(items.data(), std::min(items.size(), shown_max));
    auto text = fleet::join(shown, "; ");
    if (items.size() > shown_max) text += fmt::format("; and {} more", items.size() - shown_max);
    return text;
}

std::vector<std::string> missed_units(const Run& run, const ScoreName& name) {
    std::vector<std::string> missed;
    if (!name.is_of_misses()) return missed;
    if (name.is_audit) {
        for (const auto& unit : run.matching.audit_units)
            if (!unit.incident->is_below_threshold && !unit.is_found &&
                is_wanted(name, unit.speaks->check_name))
                missed.push_back(words_of(unit));
    } else {
        for (const auto& unit : run.matching.detect_units)
            if (!unit.incident->is_below_threshold && !unit.first_event &&
                is_wanted(name, rule_of(unit)))
                missed.push_back(words_of(unit));
    }
    return missed;
}

std::vector<std::string> false_findings(const Run& run, const ScoreName& name) {
    std::vector<std::string> found;
    if (!name.is_of_false()) return found;
    const auto& section = name.is_audit ? sections_table::findings : sections_table::alarms;
    const auto& standing =
        name.is_audit ? run.matching.audit_standing : run.matching.event_standing;
    for (const auto item : section.items(run)) {
        // The first field of either section is its rule: a check, a behaviour in both spellings.
        const auto rules = section.fields.front().values(run, item);
        if (is_false(standing[item]) &&
            std::ranges::any_of(rules, [&](const auto& rule) { return is_wanted(name, rule); }))
            found.push_back(section.describe(run, item));
    }
    return found;
}

}  // namespace score
