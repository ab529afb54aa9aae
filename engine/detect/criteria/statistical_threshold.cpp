#include "engine/detect/criteria/statistical_threshold.hpp"

#include "engine/detect/criteria.hpp"

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
