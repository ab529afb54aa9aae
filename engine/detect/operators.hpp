// What comparison operators mean and which of them go together. (docs/detect-semantics §6)
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/detect/cidr.hpp"
#include "engine/detect/profile.hpp"

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
bool is_upper_limit(ComparisonOperator comparison);
/// One of the four that compare with a number.
bool compares_numbers(ComparisonOperator comparison);

/// Does `value` satisfy the operator against `limit`? For the four that compare numbers.
bool conforms(ComparisonOperator comparison, std::uint64_t value, std::uint64_t limit);
/// Do all `addresses` satisfy the operator against `cidrs`? None at all always do.
bool conforms(ComparisonOperator comparison, std::span<const fleet::NameId> addresses,
              const CidrSet& cidrs, const AddressBook& book);

}  // namespace engine
