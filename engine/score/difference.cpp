#include "engine/score/difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/score/entry_match.hpp"
#include "fleet/base/text.hpp"

namespace score {
namespace {

constexpr std::size_t shown_max = 10, near_max = 3;

std::string words_of_differing(const std::vector<ComparedField>& fields) {
    std::vector<std::string> names;
    for (const auto& field : fields)
        if (!field.is_alike) names.push_back(field.field);
    return "differs in " + fleet::join(names, ", ");
}

bool is_rule(const Entry& entry, const ComparedField& row) {
    return row.field == entry.section->fields.front().name;
}

bool is_of_thing(const ComparedField& row) {
    return row.field == "thing" || row.field == "resource" || row.field == "thingName";
}

bool is_missed(const Run& run, const Entry& entry, std::size_t item,
               std::span<const DetectUnit* const> missed) {
    return entry.section->is_timed && std::ranges::any_of(missed, [&](const DetectUnit* unit) {
               return unit->thing == run.findings.violation_events[item].thing_name;
           });
}

bool names_rule(const Entry& entry) {
    return !entry.wanted.empty() && entry.wanted.front().field == entry.section->fields.data();
}

/// How near an item is. Where no rule is named, whatever is alike counts as if it were one.
std::ptrdiff_t nearness(const Run& run, const Entry& entry, std::size_t item,
                        std::span<const DetectUnit* const> missed) {
    constexpr std::ptrdiff_t of_rule = 100, of_thing = 10;
    std::ptrdiff_t nearness = is_missed(run, entry, item, missed) ? of_thing : 0;
    const bool has_rule = names_rule(entry);
    for (const auto& row : compare(run, entry, item)) {
        if (!row.is_alike || row.field == "time" || row.field == "clears") continue;
        nearness += 1;
        if (is_rule(entry, row)) nearness += of_rule;
        if (is_of_thing(row) || !has_rule) nearness += of_thing;
    }
    return nearness;
}

Difference of_count(const Run& run, const Entry& entry, std::span<const std::size_t> found) {
    Difference difference{.found = fmt::format("found {}", found.size()),
                          .reason = fmt::format("expected {}", count_words(entry.count)),
                          .fields = {}};
    difference.fields.push_back({.field = "count",
                                 .expected = count_words(entry.count),
                                 .found = fmt::format("{}", found.size()),
                                 .is_alike = false});
    for (std::size_t i = 0; i < std::min(found.size(), shown_max); ++i)
        difference.fields.push_back({.field = fmt::format("{}", i + 1),
                                     .expected = {},
                                     .found = entry.section->describe(run, found[i]),
                                     .is_alike = entry.count.high >= static_cast<double>(i + 1)});
    if (found.size() > shown_max)
        difference.fields.push_back({.field = "...",
                                     .expected = {},
                                     .found = fmt::format("and {} more", found.size() - shown_max),
                                     .is_alike = true});
    return difference;
}

/// Why the truth does not account for an item.
std::string why_unaccounted(const Run& run, const Section& section, std::size_t item) {
    const auto& standing =
        section.is_timed ? run.matching.event_standing : run.matching.audit_standing;
    switch (standing[item]) {
        case Standing::must_stay_silent_spoke:
            return "an incident below the threshold must stay silent";
        case Standing::true_positive:
        case Standing::attributed:
            return "the truth accounts for it, and \"strict\" does not ask the truth";
        case Standing::false_positive:
            break;
    }
    return "nothing in the truth accounts for it";
}

}  // namespace

std::vector<std::size_t> nearest_items(const Run& run, const Entry& entry,
                                       std::span<const std::size_t> items,
                                       std::span<const DetectUnit* const> missed) {
    // Audits are few and all alike; where no rule is named, none can lead astray.
    const bool is_any_near = !names_rule(entry) || entry.section == &sections_table::tasks;
    const std::ptrdiff_t least = is_any_near ? 0 : 10;
    std::vector<std::pair<std::ptrdiff_t, std::size_t>> near;
    for (const auto item : items) {
        if (means(run, entry, item)) continue;
        if (const auto how = nearness(run, entry, item, missed); how >= least)
            near.emplace_back(-how, item);
    }
    const auto count = std::min(near.size(), near_max);
    std::ranges::partial_sort(near, near.begin() + static_cast<std::ptrdiff_t>(count));
    std::vector<std::size_t> nearest;
    for (std::size_t i = 0; i < count; ++i) nearest.push_back(near[i].second);
    return nearest;
}

std::vector<Difference> differences_of(const Run& run, const Entry& entry,
                                       std::span<const std::size_t> found,
                                       std::span<const std::size_t> nearest) {
    std::vector<Difference> differences;
    if (!found.empty()) differences.push_back(of_count(run, entry, found));
    if (static_cast<double>(found.size()) >= entry.count.high) return differences;
    for (const auto item : nearest) {
        Difference difference{.found = (differences.empty() ? "nearest: " : "also near: ") +
                                       entry.section->describe(run, item),
                              .reason = {},
                              .fields = compare(run, entry, item)};
        difference.reason = words_of_differing(difference.fields);
        differences.push_back(std::move(difference));
    }
    return differences;
}

Difference difference_of_unexpected(const Run& run, const Expectations& expectations,
                                    const Section& section, std::size_t item) {
    Difference difference{.found = "unexpected: " + section.describe(run, item),
                          .reason = why_unaccounted(run, section, item),
                          .fields = {}};
    const Entry* nearest = nullptr;
    std::ptrdiff_t most = 0;
    for (const auto& entry : expectations.entries) {
        if (entry.section != &section) continue;
        auto rows = compare(run, entry, item);
        const bool has_rule = std::ranges::any_of(
            rows, [&](const auto& row) { return row.is_alike && is_rule(entry, row); });
        const auto alike = std::ranges::count(rows, true, &ComparedField::is_alike);
        if (!has_rule || alike <= most) continue;
        most = alike;
        nearest = &entry;
        difference.fields = std::move(rows);
    }
    difference.reason += nearest == nullptr ? "; no entry names its rule"
                                            : fmt::format("; {} {}", nearest->where,
                                                          words_of_differing(difference.fields));
    return difference;
}

Difference difference_of_figure(const ScoreBound& bound, const std::optional<double>& value) {
    return {.found = {},
            .reason = {},
            .fields = {{.field = bound.name.text,
                        .expected = bound.is_null ? "null" : value_words(bound.bound),
                        .found = value ? fmt::format("{}", *value) : "null",
                        .is_alike = false}}};
}

}  // namespace score
