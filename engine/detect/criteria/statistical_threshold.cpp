#include "engine/detect/criteria/statistical_threshold.hpp"

#include <algorithm>

#include "engine/detect/criteria.hpp"
#include "fleet/base/error.hpp"

namespace engine {
namespace {

constexpr std::size_t decimals_max = 6;  // "p99.999999": ranks of a million things, and to spare

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool conforms(const Criteria& criteria, const Datapoint& datapoint) {
    return criteria.limits.allow(datapoint.low, datapoint.high);
}

MetricValue value(const Criteria&, const Datapoint& datapoint, const fleet::Interner&) {
    MetricValue result;
    result.form = MetricValue::Form::count;
    result.count = datapoint.low;
    return result;
}

}  // namespace

std::optional<Percentile> percentile_named(std::string_view statistic) {
    if (statistic.size() < 2 || statistic.front() != 'p') return std::nullopt;
    Percentile percentile{.numerator = 0, .denominator = 100};
    std::size_t whole = 0, decimals = 0;
    bool is_behind_point = false;
    for (const char c : statistic.substr(1)) {
        if (c == '.' && !is_behind_point && whole > 0) {
            is_behind_point = true;
            continue;
        }
        const bool is_full = is_behind_point ? decimals == decimals_max : whole == 3;
        if (!is_digit(c) || is_full) return std::nullopt;
        percentile.numerator = percentile.numerator * 10 + static_cast<std::uint64_t>(c - '0');
        if (is_behind_point) percentile.denominator *= 10;
        ++(is_behind_point ? decimals : whole);
    }
    const bool is_whole = whole > 0 && is_behind_point == (decimals > 0);
    if (!is_whole || percentile.numerator > percentile.denominator) return std::nullopt;
    return percentile;
}

namespace {

template <class Sample>
std::optional<Sample> nearest_rank(Percentile percentile, std::vector<Sample>& samples) {
    if (samples.size() < population_min) return std::nullopt;
    fleet::require(percentile.numerator <= percentile.denominator && percentile.denominator > 0,
                   "a percentile is a share of a population");
    const auto scaled = percentile.numerator * samples.size();
    const auto rank = (scaled + percentile.denominator - 1) / percentile.denominator;
    const auto at = samples.begin() + static_cast<std::ptrdiff_t>(std::max<std::uint64_t>(rank, 1));
    std::nth_element(samples.begin(), at - 1, samples.end());
    return *(at - 1);
}

}  // namespace

std::optional<std::uint64_t> threshold_of(Percentile percentile,
                                          std::vector<std::uint64_t>& samples) {
    return nearest_rank(percentile, samples);
}

std::optional<double> threshold_of(Percentile percentile, std::vector<double>& samples) {
    return nearest_rank(percentile, samples);
}

namespace criteria {

constinit const CriteriaKind statistical_threshold{
    .name = "STATISTICAL",
    .key = "statisticalThreshold",
    .story = "Normal is what a given share of the fleet does in the same window.",
    .conforms = conforms,
    .value = value,
};

}  // namespace criteria
}  // namespace engine
