// What the operations on dimensions and custom metrics have in common.
#pragma once

#include <string>

#include "engine/operations/profile_request.hpp"

namespace engine {

/// The refusal in the words of all problems.
OperationResult invalid_request(const fleet::Problems& problems);

/// What DescribeDimension answers.
fleet::Json description_of(const fleet::Inventory& inventory, const DimensionDefinition& dimension);
/// What DescribeCustomMetric answers.
fleet::Json description_of(const fleet::Inventory& inventory, const CustomMetricDefinition& metric);

/// The names of security profiles whose behaviours or retained metrics mention it, joined; empty:
/// nobody uses it.
std::string users_of_dimension(const AccountState& account, std::string_view name);
std::string users_of_metric(const AccountState& account, std::string_view name);

}  // namespace engine
