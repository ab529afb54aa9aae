#include "engine/detect/criteria/fleet_threshold.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fleet/base/error.hpp"

namespace engine {
namespace {

/// Whole part and what is beyond it, over the denominator. No product is larger than the square of
/// the denominator.
struct Exact {
    std::uint64_t whole;
    std::uint64_t rest;
};

Exact exact(const Quantile<std::uint64_t>& at) {
    const auto apart = at.high - at.low;
    const auto beyond = apart % at.denominator * at.numerator;
    return {at.low + apart / at.denominator * at.numerator + beyond / at.denominator,
            beyond % at.denominator};
}

/// Where the percentile of so many samples lies: behind `at` of them, by so much.
struct Place {
    std::size_t at;
    std::uint64_t numerator;
};

Place place_of(Percentile percentile, bool is_interpolated, std::uint64_t samples) {
    fleet::require(percentile.numerator <= percentile.denominator && percentile.denominator > 0,
                   "a percentile is a share of a population");
    if (is_interpolated) {
        const auto scaled = percentile.numerator * (samples - 1);
        return {scaled / percentile.denominator, scaled % percentile.denominator};
    }
    const auto scaled = percentile.numerator * samples;
    const auto rank = (scaled + percentile.denominator - 1) / percentile.denominator;
    return {std::max<std::uint64_t>(rank, 1) - 1, 0};
}

/// Puts the samples that have these ranks into their places.
template <class Sample>
void order(std::vector<Sample>& samples, std::size_t first, std::size_t count) {
    const auto at = samples.begin() + static_cast<std::ptrdiff_t>(first);
    std::nth_element(samples.begin(), at, samples.end());
    if (count > 1)
        std::partial_sort(at + 1, at + static_cast<std::ptrdiff_t>(count), samples.end());
}

}  // namespace

std::string text_of(const Quantile<std::uint64_t>& quantile) {
    const auto [whole, rest] = exact(quantile);
    if (rest == 0) return fmt::format("{}", whole);
    // With a leading 1, so that no leading zero is lost.
    auto decimals = fmt::format("{}", quantile.denominator + rest).substr(1);
    decimals.erase(decimals.find_last_not_of('0') + 1);
    return fmt::format("{}.{}", whole, decimals);
}

double value_of(const Quantile<double>& quantile) {
    const auto share =
        static_cast<double>(quantile.numerator) / static_cast<double>(quantile.denominator);
    return quantile.low + (quantile.high - quantile.low) * share;
}

std::string text_of(const Quantile<double>& quantile) {
    return fmt::format("{}", value_of(quantile));
}

NumberLimits limits_of(ComparisonOperator comparison, const Quantile<std::uint64_t>& quantile) {
    const auto [whole, rest] = exact(quantile);
    // Of a limit between two numbers, `less-than` and `greater-than-equals` see the one above.
    const bool is_of_next = rest > 0 && (comparison == ComparisonOperator::less_than ||
                                         comparison == ComparisonOperator::greater_than_equals);
    return limits_of(comparison, whole + (is_of_next ? 1 : 0));
}

template <class Sample>
FleetThreshold<Sample>::FleetThreshold(Percentile percentile, PercentileReading reading,
                                       std::vector<Sample>& samples) {
    if (samples.size() < population_min) return;
    const std::size_t own = reading.is_of_others ? 1 : 0;
    population_ = samples.size() - own;
    const auto place = place_of(percentile, reading.is_interpolated, population_);
    const std::size_t neighbours = place.numerator > 0 ? 2 : 1;
    order(samples, place.at, neighbours + own);
    // Among the others, whoever has one of these samples sees the next one in its place.
    for (std::size_t left_out = own == 0 ? neighbours : 0; left_out <= neighbours; ++left_out) {
        const auto ranked = [&](std::size_t rank) {
            return samples[place.at + rank + (rank >= left_out ? 1 : 0)];
        };
        steps_[count_++] = {.own_max = left_out < neighbours ? samples[place.at + left_out]
                                                             : std::numeric_limits<Sample>::max(),
                            .quantile = {.low = ranked(0),
                                         .high = ranked(neighbours - 1),
                                         .numerator = place.numerator,
                                         .denominator = percentile.denominator}};
    }
}

template class FleetThreshold<std::uint64_t>;
template class FleetThreshold<double>;

}  // namespace engine
