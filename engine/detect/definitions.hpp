// What profiles refer to by name: custom metrics and dimensions, as their creation defines them.
// (docs/detect-semantics §10)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/detect/metrics.hpp"
#include "fleet/base/json.hpp"

namespace engine {

std::string_view name_of(CustomMetricType type);  // "string-list", …

struct CustomMetricDefinition {
    std::string name;
    CustomMetricType type{};
    std::string display_name = {};
    fleet::Time created{}, modified{};
};

struct DimensionDefinition {
    std::string name;
    std::vector<std::string> filters;  // may hold ${iot:ClientId}
    fleet::Time created{}, modified{};
};

struct Definitions {
    std::vector<CustomMetricDefinition> custom_metrics;
    std::vector<DimensionDefinition> dimensions;
    /// Are these all there are, so that another name is an error?
    bool is_complete = false;

    const CustomMetricDefinition* custom_metric(std::string_view name) const;
    /// nullptr when there is none of this name.
    const DimensionDefinition* dimension(std::string_view name) const;
};

inline constexpr std::size_t custom_metrics_max = 100;
inline constexpr std::size_t dimensions_max = 10;

/// The request of CreateCustomMetric, what DescribeCustomMetric answers, or CloudFormation's
/// AWS::IoT::CustomMetric, standing at `base`.
std::optional<CustomMetricDefinition> read_custom_metric(const fleet::Json& json,
                                                         const fleet::Document& source,
                                                         std::string_view base,
                                                         fleet::Problems& problems);
/// Likewise of CreateDimension, DescribeDimension or AWS::IoT::Dimension.
std::optional<DimensionDefinition> read_dimension(const fleet::Json& json,
                                                  const fleet::Document& source,
                                                  std::string_view base, fleet::Problems& problems);

/// A custom metric of this type as a card: what behaviours on it may say.
Metric card_of(CustomMetricType type, std::string_view name);
/// The type that a behaviour's criteria takes a custom metric to have, where nothing defines it;
/// nullopt when no type would fit.
std::optional<CustomMetricType> type_by_criteria(const fleet::Json& criteria);

}  // namespace engine
