// What expectations can speak of: findings, alarms, tasks, notifications, operations. A section is
// a card and functions; its fields are what an entry may name (docs/scoring.md §4).
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/score/match.hpp"
#include "fleet/base/json.hpp"

namespace fleet {
struct Shape;
}

namespace score {

/// A finished run, as expectations see it.
struct Run {
    const engine::Findings& findings;
    const scenarios::GroundTruth& truth;
    const RunFacts& facts;
    const Matching& matching;
};

enum class FieldType : std::uint8_t {
    text,
    truth,    // true or false
    ordinal,  // 1, 2, …
    pairs,    // a text, or an object of texts
};

/// Something an entry may name. The entry matches an item when each of its values is among the
/// item's; an object's member is the value "key=value".
struct Field {
    std::string_view name;
    FieldType type{};
    bool is_required = false;
    std::string_view phrase;  // " in cohort {}"
    std::vector<std::string> (*values)(const Run& run, std::size_t item);
};

struct Section {
    std::string_view name;  // "alarms"
    std::string_view one;   // "alarm"
    bool is_timed = false;  // of things: entries may say "within" and "at"
    std::span<const Field> fields;
    /// Indices of its items, by time.
    std::vector<std::size_t> (*items)(const Run& run);
    fleet::Time (*time)(const Run& run, std::size_t item);
    /// Rule, device and time of an item.
    std::string (*describe)(const Run& run, std::size_t item);
    /// What "match" of an entry may name of an item, and the item in that shape: AWS's. Null: its
    /// entries have no "match".
    const fleet::Shape& (*shape)() = nullptr;
    fleet::Json (*json)(const Run& run, std::size_t item) = nullptr;
};

std::span<const Section* const> sections();
namespace sections_table {
extern const Section findings, alarms, tasks, notifications, operations;
}

}  // namespace score
