// What an entry of alarms may name of the behaviours that it means, one thing after the other.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/score/impossible.hpp"
#include "engine/score/possible.hpp"

namespace score {

using PossibleRules = std::vector<const Possible::Rule*>;

/// Where an entry names something that leaves none of the behaviours, and why.
struct Refusal {
    std::string field;  // path within the entry
    std::string message;
};

/// One thing that an entry may name.
struct Narrowing {
    bool (*fits)(const Entry& entry, const Possible& possible, const Possible::Rule& rule);
    /// Of rules none of which fits; at least one.
    Refusal (*why_none)(const Entry& entry, const Possible& possible, const PossibleRules& rules);
};

/// In the order in which they are asked: what comes later is said of what is left.
std::span<const Narrowing> narrowings();

/// The field that tells which behaviours are meant.
std::string rule_field(const Entry& entry);

}  // namespace score
