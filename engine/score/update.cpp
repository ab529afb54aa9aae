#include "engine/score/update.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "engine/score/moved_entries.hpp"

namespace score {
namespace {

using fleet::Json;

const ExpectationResult* result_at(const Score& score, const std::string& where) {
    const auto found = std::ranges::find(score.expectations, where, &ExpectationResult::where);
    return found == score.expectations.end() ? nullptr : &*found;
}

/// Entries that match something get its number; of those that match nothing, null stays.
void put_entries_right(Json& expect, const Score& score) {
    for (auto& [key, list] : expect.items()) {
        if (!list.is_array()) continue;
        for (std::size_t i = 0; i < list.size(); ++i) {
            const auto* result = result_at(score, fmt::format("expect.{}[{}]", key, i));
            if (result == nullptr || result->is_met) continue;
            if (result->found.value_or(0) > 0)
                list[i]["count"] = static_cast<std::uint64_t>(*result->found);
            else
                list[i] = nullptr;
        }
    }
}

void put_figures_right(Json& expect, const Score& score) {
    for (const auto& result : score.expectations) {
        if (result.is_met) continue;
        const auto figure = result.found ? Json(*result.found) : Json();
        const std::string_view prefix = "expect.score.";
        if (result.where.starts_with(prefix))
            expect["score"][result.where.substr(prefix.size())] = figure;
        else if (result.where.empty() && result.expectation.find(".recall is") != std::string::npos)
            expect["score"][result.expectation.substr(0, result.expectation.find(' '))] = figure;
    }
}

template <class Key>
using Counted = std::map<Key, std::pair<std::uint64_t, bool>>;  // all of it; is any unexpected?

template <class Key, class Item, class KeyOf>
Counted<Key> count(const std::vector<Item>& items, std::vector<std::size_t> unexpected,
                   KeyOf key_of) {
    std::ranges::sort(unexpected);
    Counted<Key> counted;
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto& [all, is_unexpected] = counted[key_of(items[i])];
        ++all;
        is_unexpected |= std::ranges::binary_search(unexpected, i);
    }
    return counted;
}

std::set<std::string> cohorts_behind(const engine::AuditFinding& finding, const RunFacts& facts) {
    std::set<std::string> cohorts;
    const auto add = [&](std::string_view thing) {
        if (facts.cohort_of) cohorts.insert(facts.cohort_of(thing));
    };
    for (const auto& [key, value] : finding.resource.identifier) {
        if (key == "clientId") add(value);
        if (key == "deviceCertificateId" && facts.things_of_certificate)
            std::ranges::for_each(facts.things_of_certificate(value), add);
    }
    return cohorts;
}

/// By check, reason and, where all behind a finding are of one, cohort.
void add_findings(Json& expect, const engine::Findings& findings, const RunFacts& facts,
                  const Score& score) {
    std::set<std::tuple<std::string, std::string, std::string>> kinds;
    for (const auto i : score.unexpected_findings) {
        const auto& finding = findings.audit_findings[i];
        const auto cohorts = cohorts_behind(finding, facts);
        kinds.emplace(finding.check_name, finding.reason_code,
                      cohorts.size() == 1 ? *cohorts.begin() : std::string{});
    }
    for (const auto& [check, reason, cohort] : kinds) {
        Json entry{{"check", check}};
        if (!cohort.empty()) entry["cohort"] = cohort;
        entry["reasonCode"] = reason;
        entry["count"] = std::ranges::count_if(
            findings.audit_findings, [&](const engine::AuditFinding& finding) {
                return finding.check_name == check && finding.reason_code == reason &&
                       (cohort.empty() || cohorts_behind(finding, facts).contains(cohort));
            });
        expect["findings"].push_back(std::move(entry));
    }
}

void add_alarms(Json& expect, const engine::Findings& findings, const RunFacts& facts,
                const Score& score) {
    std::vector<std::pair<std::string, std::string>> alarms;  // behaviour, thing
    std::vector<std::size_t> unexpected;
    for (std::size_t i = 0; i < findings.violation_events.size(); ++i) {
        const auto& event = findings.violation_events[i];
        if (event.type != engine::ViolationEventType::in_alarm) continue;
        if (std::ranges::find(score.unexpected_events, i) != score.unexpected_events.end())
            unexpected.push_back(alarms.size());
        alarms.emplace_back(fmt::format("{}/{}", event.profile_name, event.behavior_name),
                            event.thing_name);
    }
    // A few are told one by one, as exactly as can be; many by the cohort.
    constexpr std::size_t few = 20;
    if (unexpected.size() <= few) {
        for (std::size_t i = 0; i < findings.violation_events.size(); ++i) {
            if (std::ranges::find(score.unexpected_events, i) == score.unexpected_events.end())
                continue;
            const auto& event = findings.violation_events[i];
            expect["alarms"].push_back(
                {{"behavior", fmt::format("{}/{}", event.profile_name, event.behavior_name)},
                 {"thing", event.thing_name},
                 {"at", "+" + fleet::format_duration(event.time - facts.start)},
                 {"within", "0s"},
                 {"count", 1}});
        }
        return;
    }
    using Key = std::tuple<std::string, std::string, std::string>;  // behaviour, cohort, thing
    const auto counted = count<Key>(alarms, unexpected, [&](const auto& alarm) {
        const auto cohort = facts.cohort_of ? facts.cohort_of(alarm.second) : std::string{};
        return Key(alarm.first, cohort, cohort.empty() ? alarm.second : std::string{});
    });
    for (const auto& [key, how_many] : counted) {
        const auto& [behavior, cohort, thing] = key;
        if (!how_many.second) continue;
        Json entry{{"behavior", behavior}};
        if (cohort.empty())
            entry["thing"] = thing;
        else
            entry["cohort"] = cohort;
        entry["count"] = how_many.first;
        expect["alarms"].push_back(std::move(entry));
    }
}

/// Operations that failed and were not expected to.
void add_operations(Json& expect, const engine::Findings& findings) {
    std::map<std::pair<std::string, std::string>, std::uint64_t> failed;
    for (const auto& record : findings.operations)
        if (!record.error_code.empty() && record.expected_error.empty())
            ++failed[{record.operation, record.error_code}];
    for (const auto& [key, count] : failed) {
        const Json entry{{"operation", key.first}, {"errorCode", key.second}, {"count", count}};
        auto& list = expect["operations"];
        const bool is_named = std::ranges::any_of(list, [&](const Json& one) {
            return one.is_object() && one.value("operation", "") == key.first &&
                   one.value("errorCode", key.second) == key.second;
        });
        if (!is_named) list.push_back(entry);
        if (list.empty()) expect.erase("operations");
    }
}

}  // namespace

Json without_removed(const Json& expect) {
    auto kept = expect;
    for (auto& [key, list] : kept.items()) {
        if (!list.is_array()) continue;
        auto& entries = list.get_ref<Json::array_t&>();
        std::erase_if(entries, [](const Json& entry) { return entry.is_null(); });
    }
    return kept;
}

Json updated_expectations(const Json& expect, const engine::Findings& findings,
                          const scenarios::GroundTruth& truth, const RunFacts& facts) {
    const auto mark_by = [&](const Json& by) {
        return mark(findings, truth, facts, document_of(without_removed(by)));
    };
    auto updated = expect;
    moved_entries(updated, findings, truth, facts);
    const auto score = mark_by(updated);
    put_entries_right(updated, score);
    put_figures_right(updated, score);
    add_findings(updated, findings, facts, score);
    add_alarms(updated, findings, facts, score);
    add_operations(updated, findings);
    return mark_by(updated).is_passed ? updated : Json();
}

}  // namespace score
