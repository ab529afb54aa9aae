// What the fleet did in a window, as one thing of it is held against it.
// (docs/detect-semantics §6.4)
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "engine/detect/criteria/statistical_threshold.hpp"
#include "engine/detect/operators.hpp"

namespace engine {

/// How a percentile is taken; AWS documents none of it.
struct PercentileReading {
    bool is_of_others = false;     // a thing is not compared with itself
    bool is_interpolated = false;  // between the two nearest ranks
    bool is_of_previous = false;   // of the window before
};

/// A place from one sample to the next greater one: `low` + (`high` - `low`) * numerator /
/// denominator, a power of ten.
template <class Sample>
struct Quantile {
    Sample low{};
    Sample high{};
    std::uint64_t numerator = 0;
    std::uint64_t denominator = 1;

    bool operator==(const Quantile&) const = default;
};
/// As a person reads it; of counts exactly.
std::string text_of(const Quantile<std::uint64_t>& quantile);
std::string text_of(const Quantile<double>& quantile);
double value_of(const Quantile<double>& quantile);
/// Which numbers conform; exact, whatever lies between two samples.
NumberLimits limits_of(ComparisonOperator comparison, const Quantile<std::uint64_t>& quantile);

template <class Sample>
class FleetThreshold {
  public:
    /// Nobody to compare with.
    FleetThreshold() = default;
    /// The same with fewer than population_min samples. Reorders them.
    FleetThreshold(Percentile percentile, PercentileReading reading, std::vector<Sample>& samples);

    bool is_comparable() const { return count_ > 0; }
    /// Whom a thing is held against.
    std::uint64_t population() const { return population_; }
    /// Does it depend on what the thing itself did?
    bool is_by_own() const { return count_ > 1; }
    /// Of a thing whose own sample this is. Only of what is comparable.
    const Quantile<Sample>& of(Sample own) const {
        std::size_t step = 0;
        while (step + 1 < count_ && steps_[step].own_max < own) ++step;
        return steps_[step].quantile;
    }

  private:
    struct Step {
        Sample own_max{};
        Quantile<Sample> quantile;
    };

    std::array<Step, 3> steps_;
    std::size_t count_ = 0;
    std::uint64_t population_ = 0;
};

extern template class FleetThreshold<std::uint64_t>;
extern template class FleetThreshold<double>;

}  // namespace engine
