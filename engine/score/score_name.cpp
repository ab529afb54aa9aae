// Reads names of figures and looks the figures up.
#include "engine/score/score_name.hpp"

#include <fmt/format.h>

#include <vector>

#include "fleet/base/text.hpp"

namespace score {
namespace {

const TallyMeasure* tally_measure(std::string_view name) {
    for (const auto* measure : tally_measures())
        if (measure->name == name) return measure;
    return nullptr;
}

const DetectMeasure* detect_measure(std::string_view name) {
    for (const auto* measure : detect_measures())
        if (measure->name == name) return measure;
    return nullptr;
}

std::vector<std::string> simple_names() {
    std::vector<std::string> names;
    for (const auto* measure : tally_measures())
        names.push_back(fmt::format("audit.{}", measure->name));
    for (const auto* measure : tally_measures())
        names.push_back(fmt::format("detect.{}", measure->name));
    for (const auto* measure : detect_measures())
        names.push_back(fmt::format("detect.{}", measure->name));
    return names;
}

bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

std::vector<std::string> names_of(const std::map<std::string, Tally>& tallies) {
    std::vector<std::string> names;
    for (const auto& [name, tally] : tallies) names.push_back(name);
    return names;
}

}  // namespace

std::optional<double> ScoreName::value_in(const Score& score, std::string& why) const {
    why = "there was nothing to measure";
    if (detect != nullptr) return score.*detect->field;
    if (rule.empty()) return tally->of(is_audit ? score.audit_overall : score.detect_overall);
    const auto& rules = is_audit ? score.audit_checks : score.detect_behaviors;
    if (const auto found = rules.find(rule); found != rules.end()) return tally->of(found->second);
    why = fmt::format("this run has no {} {}{}", is_audit ? "check" : "behavior", rule,
                      fleet::did_you_mean(rule, names_of(rules)));
    return std::nullopt;
}

std::optional<ScoreName> read_score_name(std::string_view text, std::string& problem) {
    ScoreName name;
    name.text = text;
    auto rest = text;
    name.is_audit = take(rest, "audit.");
    const bool is_known = name.is_audit || take(rest, "detect.");
    if (is_known && !name.is_audit) name.detect = detect_measure(rest);
    if (is_known && name.detect == nullptr) {
        if (take(rest, name.is_audit ? "checks." : "behaviors.")) {
            const auto dot = rest.find_last_of('.');
            if (dot != std::string_view::npos) {
                name.rule = rest.substr(0, dot);
                rest.remove_prefix(dot + 1);
            }
        } else {
            take(rest, "overall.");
        }
        name.tally = tally_measure(rest);
    }
    if (name.tally != nullptr || name.detect != nullptr) return name;
    problem =
        fmt::format("no score is named \"{}\"{}", text, fleet::did_you_mean(text, simple_names()));
    return std::nullopt;
}

}  // namespace score
