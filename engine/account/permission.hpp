// What the service may do in a customer's name: judged from the documents of the role it is given
// (docs/audit-semantics §6).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "fleet/inventory.hpp"

namespace engine {

/// Why the service may not perform `action` on `resource` with the role `role_arn`: the role does
/// not exist, does not trust iot.amazonaws.com, or does not allow the action. Empty: it may. Raises
/// Error naming the role whose documents cannot be read.
std::string why_not_permitted(const fleet::Inventory& inventory, std::string_view role_arn,
                              std::string_view action, std::string_view resource);
/// The first reason among several actions, all on resource "*".
std::string why_not_permitted(const fleet::Inventory& inventory, std::string_view role_arn,
                              std::span<const std::string_view> actions);

}  // namespace engine
