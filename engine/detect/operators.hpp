// What comparison operators mean and which of them go together. (docs/detect-semantics §6)
#pragma once

#include <array>
#include <cstdint>
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

/// Does `value` satisfy the operator against `limit`? For the four that compare numbers.
inline bool conforms(ComparisonOperator comparison, std::uint64_t value, std::uint64_t limit) {
    switch (comparison) {
        case ComparisonOperator::less_than:
            return value < limit;
        case ComparisonOperator::less_than_equals:
            return value <= limit;
        case ComparisonOperator::greater_than:
            return value > limit;
        case ComparisonOperator::greater_than_equals:
            return value >= limit;
        default:
            fleet::require(false, "this operator compares no numbers");
            return false;
    }
}
/// Do all `addresses` satisfy the operator against `cidrs`? None at all always do.
bool conforms(ComparisonOperator comparison, std::span<const fleet::NameId> addresses,
              const CidrSet& cidrs, const AddressBook& book);

}  // namespace engine
