// Comparing texts that stand for something else: numbers, dates, addresses, truth.
#pragma once

#include <string_view>

#include "fleet/policy_conditions.hpp"

namespace fleet {

/// Can `text` of a policy be read as what `comparison` compares?
bool is_readable(Comparison comparison, std::string_view text);
/// Does `value` of the requester stand in `order` to `text` of the policy? False when either cannot
/// be read. Not for texts and patterns.
bool compares(Comparison comparison, Order order, std::string_view value, std::string_view text);
/// Is `text` an IPv4 or IPv6 address?
bool is_address(std::string_view text);

}  // namespace fleet
