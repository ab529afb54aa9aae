// The table of AWS operations this engine performs, and performing one.
#pragma once

#include <span>
#include <string_view>

#include "engine/operations/operation.hpp"
#include "engine/rules.hpp"

namespace engine {

/// By name.
std::span<const Operation* const> operations();
/// nullptr for an operation that is not performed here.
const Operation* operation_named(std::string_view name);
/// Performs an operation and keeps the record of it in the account's findings. `planned` names one
/// of operations(); its request is JSON.
void perform(OperationContext& context, const PlannedOperation& planned);

}  // namespace engine
