#include "engine/score/update.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

namespace score {
namespace {

using fleet::Json;

const ExpectationResult* result_at(const Score& score, const std::string& where) {
    const auto found = std::ranges::find(score.expectations, where, &ExpectationResult::where);
    return found == score.expectations.end() ? nullptr : &*found;
}

/// Entries that match something get its number, the others go.
void put_entries_right(Json& expect, const Score& score) {
    for (auto& [key, list] : expect.items()) {
        if (!list.is_array()) continue;
        Json kept = Json::array();
        for (std::size_t i = 0; i < list.size(); ++i) {
            const auto* result = result_at(score, fmt::format("expect.{}[{}]", key, i));
            if (result == nullptr || result->is_met) {
                kept.push_back(list[i]);
            } else if (result->found.value_or(0) > 0) {
                kept.push_back(list[i]);
                kept.back()["count"] = static_cast<std::uint64_t>(*result->found);
            }
        }
        list = std::move(kept);
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

void add_findings(Json& expect, const engine::Findings& findings, const Score& score) {
    using Key = std::pair<std::string, std::string>;
    const auto counted = count<Key>(findings.audit_findings, score.unexpected_findings,
                                    [](const engine::AuditFinding& finding) {
                                        return Key(finding.check_name, finding.reason_code);
                                    });
    for (const auto& [key, how_many] : counted)
        if (how_many.second)
            expect["findings"].push_back(
                {{"check", key.first}, {"reasonCode", key.second}, {"count", how_many.first}});
}

void add_alarms(Json& expect, const engine::Findings& findings, const Score& score,
                const std::function<std::string(std::string_view)>& cohort_of) {
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
                 {"at", fleet::format_time(event.time)},
                 {"within", "0s"},
                 {"count", 1}});
        }
        return;
    }
    using Key = std::tuple<std::string, std::string, std::string>;  // behaviour, cohort, thing
    const auto counted = count<Key>(alarms, unexpected, [&](const auto& alarm) {
        const auto cohort = cohort_of ? cohort_of(alarm.second) : std::string{};
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
            return one.value("operation", "") == key.first &&
                   one.value("errorCode", key.second) == key.second;
        });
        if (!is_named) list.push_back(entry);
        if (list.empty()) expect.erase("operations");
    }
}

}  // namespace

Json updated_expectations(const Json& expect, const engine::Findings& findings, const Score& score,
                          const std::function<std::string(std::string_view)>& cohort_of) {
    auto updated = expect;
    put_entries_right(updated, score);
    put_figures_right(updated, score);
    add_findings(updated, findings, score);
    add_alarms(updated, findings, score, cohort_of);
    add_operations(updated, findings);
    return updated;
}

}  // namespace score
