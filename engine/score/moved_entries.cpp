#include "engine/score/moved_entries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>
#include <vector>

#include "engine/score/entry_match.hpp"

namespace score {
namespace {

using fleet::Json;

/// What may differ of one and the same: who and which rule are not among it.
constexpr std::array<std::string_view, 8> movable{
    "time", "clears", "reasonCode", "severity", "isSuppressed", "status", "errorCode", "isSent"};

/// As a person wrote it: from the start, from the end, or a date.
std::string moment_text(const Moment& form, fleet::Time time, const RunFacts& facts) {
    if (form.absolute) return fleet::format_time(time);
    const auto offset = time - (form.is_from_end ? facts.end : facts.start);
    if (form.is_from_end && offset == fleet::Duration::zero()) return "end";
    const bool is_before = offset < fleet::Duration::zero();
    return fmt::format("{}{}{}", form.is_from_end ? "end" : "", is_before ? '-' : '+',
                       fleet::format_duration(is_before ? -offset : offset));
}

class Moving {
  public:
    Moving(Json& expect, const Run& run) : expect_(expect), run_(run) {}

    void move(const Expectations& expectations) {
        std::map<const Section*, std::size_t> numbers;
        std::vector<std::pair<const Entry*, Json*>> missed;
        for (const auto& entry : expectations.entries) {
            auto& json = expect_.at(std::string(entry.section->name))[numbers[entry.section]++];
            bool is_found = false;
            for (const auto item : entry.section->items(run_)) {
                if (!means(run_, entry, item)) continue;
                is_found = true;
                claimed_[form_of(entry, json)].insert(item);
            }
            if (!is_found && !entry.count.contains(0)) missed.emplace_back(&entry, &json);
        }
        for (const auto& [entry, json] : missed) move(*entry, *json);
    }

  private:
    /// What an entry names. Only entries that name the same compete for an item: one of a cohort
    /// and one of a thing may both mean it.
    static std::set<std::string> form_of(const Entry& entry, const Json& json) {
        std::set<std::string> form{std::string(entry.section->name)};
        for (const auto& [key, value] : json.items())
            if (key != "count") form.insert(key);
        return form;
    }

    void move(const Entry& entry, Json& json) {
        auto& claimed = claimed_[form_of(entry, json)];
        const auto item = nearest(entry, claimed);
        if (!item) return;
        auto moved = json;
        for (const auto& row : compare(run_, entry, *item))
            if (!row.is_alike && !put(entry, *item, row, moved)) return;
        claimed.insert(*item);
        json = std::move(moved);
    }

    /// The item that differs in least, and of those the one that is nearest in time.
    std::optional<std::size_t> nearest(const Entry& entry,
                                       const std::set<std::size_t>& claimed) const {
        std::optional<std::size_t> best;
        std::pair<std::size_t, fleet::Duration> least;
        for (const auto item : entry.section->items(run_)) {
            if (claimed.contains(item)) continue;
            const auto rows = compare(run_, entry, item);
            const bool may_move = std::ranges::all_of(rows, [](const ComparedField& row) {
                return row.is_alike || std::ranges::find(movable, row.field) != movable.end();
            });
            const std::pair how(
                static_cast<std::size_t>(std::ranges::count(rows, false, &ComparedField::is_alike)),
                distance(entry, item));
            if (!may_move || (best && how >= least)) continue;
            best = item;
            least = how;
        }
        return best;
    }

    fleet::Duration distance(const Entry& entry, std::size_t item) const {
        if (!entry.due.at) return {};
        const auto apart = entry.section->time(run_, item) - entry.due.at->in(run_.facts);
        return apart < fleet::Duration::zero() ? -apart : apart;
    }

    /// False: the entry has no form for it.
    bool put(const Entry& entry, std::size_t item, const ComparedField& row, Json& json) const {
        if (row.field == "time") return put_time(entry, item, json);
        if (row.field == "clears") return put_clearing(item, json);
        const auto found = json.find(row.field);
        if (found == json.end() || row.found == "-") return false;
        if (found->is_boolean())
            *found = row.found == "true";
        else
            *found = row.found;
        return true;
    }

    bool put_time(const Entry& entry, std::size_t item, Json& json) const {
        const auto time = entry.section->time(run_, item);
        if (entry.due.at) {
            json["at"] = moment_text(*entry.due.at, time, run_.facts);
            return true;
        }
        std::optional<fleet::Duration> within;
        const auto& thing = run_.findings.violation_events[item].thing_name;
        for (const auto& [from, until] : intervals_for(entry.due, run_, thing))
            if (from <= time && (!within || time - from < *within)) within = time - from;
        if (within) json["within"] = fleet::format_duration(*within);
        return within.has_value();
    }

    bool put_clearing(std::size_t item, Json& json) const {
        const auto& alarm = run_.findings.violation_events[item];
        for (const auto& event : run_.findings.violation_events) {
            if (event.violation_id != alarm.violation_id ||
                event.type != engine::ViolationEventType::alarm_cleared)
                continue;
            json["clearedWithin"] = fleet::format_duration(event.time - alarm.time);
            return true;
        }
        json.erase("clearedWithin");  // it lasts: no time would be met
        return true;
    }

    Json& expect_;
    const Run& run_;
    std::map<std::set<std::string>, std::set<std::size_t>> claimed_;  // items, by form
};

}  // namespace

fleet::Document document_of(const Json& expect) {
    return fleet::parse_json(fleet::to_text(Json{{"expect", expect}}), "expect");
}

void moved_entries(Json& expect, const engine::Findings& findings,
                   const scenarios::GroundTruth& truth, const RunFacts& facts) {
    const auto document = document_of(expect);
    fleet::Problems problems;
    const auto expectations = read_expectations(document, problems);
    problems.raise_if_any();
    const auto matching = match(findings, truth, facts);
    const Run run{.findings = findings, .truth = truth, .facts = facts, .matching = matching};
    Moving(expect, run).move(expectations);
}

}  // namespace score
