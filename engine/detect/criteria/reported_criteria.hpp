// Criteria on what devices report: numbers, ports, addresses, texts.
// (docs/detect-semantics §6.2, §6.3, §6.6)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/detect/cidr.hpp"
#include "engine/detect/operators.hpp"
#include "engine/detect/profile.hpp"
#include "engine/detect/reported.hpp"

namespace engine {

/// A behaviour's criteria made ready for the hot loop.
struct ReportedCriteria {
    ComparisonOperator comparison{};
    MetricValue::Form form{};
    NumberLimits limits;             // of counts
    double limit = 0;                // of numbers
    std::vector<double> numbers;     // ascending: ports, numbers
    std::vector<std::string> texts;  // ascending: strings
    CidrSet cidrs;

    /// Is the datapoint normal? An empty list always is.
    bool conforms(const ReportedDatapoint& datapoint) const;
};

/// For the four operators that compare numbers.
bool compare(ComparisonOperator comparison, double value, double limit);

/// Of a behaviour whose datapoints have this form; a statistical one has no limit of its
/// own.
ReportedCriteria reported_criteria(const Behavior& behavior, MetricValue::Form form);

/// What events tell of it.
MetricValue value_of(const ReportedDatapoint& datapoint, MetricValue::Form form);

}  // namespace engine
