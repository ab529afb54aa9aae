// Kinds of criteria: what a behaviour may hold a datapoint against. One kind, one card.
// (docs/detect-semantics §6)
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/detect/cidr.hpp"
#include "engine/detect/operators.hpp"
#include "engine/detect/profile.hpp"
#include "fleet/dictionary.hpp"

namespace engine {

/// What one window of one thing came to, before anybody judges it. A count has `low` = `high`; of
/// messages they are the smallest and the largest.
struct Datapoint {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    std::span<const fleet::NameId> addresses;  // in the order seen, each once
};

/// A behaviour's criteria made ready for the hot loop.
struct Criteria {
    ComparisonOperator comparison{};
    NumberLimits limits;  // where it compares numbers
    CidrSet cidrs;
    std::vector<std::uint8_t> is_inside;  // by address: does it lie in cidrs? As far as learnt

    /// Looks up the addresses that the book learnt since; before a slot is judged.
    void learn(const AddressBook& book) {
        for (auto address = static_cast<fleet::NameId>(is_inside.size()); address < book.size();
             ++address)
            is_inside.push_back(cidrs.contains(book.at(address)) ? 1 : 0);
    }
};

struct CriteriaKind {
    std::string_view name;  // BehaviorCriteriaType: "STATIC"
    std::string_view key;   // the member of `criteria` that announces the kind
    std::string_view story;
    /// Is the datapoint normal? Null where AWS knows the kind and this version does not judge it.
    bool (*conforms)(const Criteria& criteria, const Datapoint& datapoint);
    MetricValue (*value)(const Criteria& criteria, const Datapoint& datapoint,
                         const fleet::Interner& addresses);
};

std::span<const CriteriaKind* const> criteria_kinds();

namespace criteria {
extern const CriteriaKind static_threshold;
extern const CriteriaKind statistical_threshold;
}  // namespace criteria

}  // namespace engine
