// What a load test must reach, as the user states it: 'connect.p99<2s'. Read and checked before
// anything starts, judged at the end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/load/load_result.hpp"

namespace sim {

struct Objective {
    enum class Comparison { below, at_most, above, at_least };
    std::string text;    // as stated
    std::string metric;  // one of objective_metrics()
    Comparison comparison{};
    double bound = 0;  // microseconds, per second, a share of 1, or a number, as the metric's unit
};

struct MetricLine {
    std::string name;
    std::string unit;  // "duration", "rate", "share", "count"
    std::string meaning;
};
/// Everything that can be required, for messages and documentation.
std::vector<MetricLine> objective_metrics();

/// Raises Error for bad syntax or an unknown metric (with the list of those there are), a value of
/// the wrong unit, and for a metric that this plan, or a broker without a tap, will not yield.
Objective parse_objective(std::string_view text, const LoadPlan& plan, bool has_tap);

/// Missed also when there was nothing to measure.
ObjectiveResult judge(const Objective& objective, const LoadResult& result);

}  // namespace sim
