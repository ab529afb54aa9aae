// What comparison operators mean and which of them go together. (docs/detect-semantics §6)
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "engine/detect/cidr.hpp"
#include "engine/detect/profile.hpp"
#include "fleet/base/error.hpp"

namespace engine {

inline constexpr std::array number_operators{
    ComparisonOperator::less_than, ComparisonOperator::less_than_equals,
    ComparisonOperator::greater_than, ComparisonOperator::greater_than_equals};
inline constexpr std::array upper_limit_operators{ComparisonOperator::less_than,
                                                  ComparisonOperator::less_than_equals};
inline constexpr std::array cidr_operators{ComparisonOperator::in_cidr_set,
                                           ComparisonOperator::not_in_cidr_set};
inline constexpr std::array port_operators{ComparisonOperator::in_port_set,
                                           ComparisonOperator::not_in_port_set};

std::span<const std::string> operator_names();

/// less-than and less-than-equals: the criteria is an upper limit.
inline bool is_upper_limit(ComparisonOperator comparison) {
    return comparison == ComparisonOperator::less_than ||
           comparison == ComparisonOperator::less_than_equals;
}
/// One of the four that compare with a number.
inline bool compares_numbers(ComparisonOperator comparison) {
    return comparison <= ComparisonOperator::greater_than_equals;
}

/// Which numbers conform: the smallest and the largest of a datapoint must lie within.
struct NumberLimits {
    std::uint64_t min = 0;
    std::uint64_t max = std::numeric_limits<std::uint64_t>::max();

    bool allow(std::uint64_t low, std::uint64_t high) const { return low >= min && high <= max; }
};
/// For the four operators that compare numbers. What no number satisfies allows none.
NumberLimits limits_of(ComparisonOperator comparison, std::uint64_t limit);

/// Do all `addresses` satisfy the operator, `is_inside` telling of each whether it lies in the set?
/// None at all always do.
bool conforms(ComparisonOperator comparison, std::span<const fleet::NameId> addresses,
              std::span<const std::uint8_t> is_inside);

}  // namespace engine
