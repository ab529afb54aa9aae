#include "engine/detect/criteria/reported_criteria.hpp"

#include <algorithm>

namespace engine {
namespace {

using Form = MetricValue::Form;

bool wants_inside(ComparisonOperator comparison) {
    return comparison == ComparisonOperator::in_cidr_set ||
           comparison == ComparisonOperator::in_port_set ||
           comparison == ComparisonOperator::in_set;
}

}  // namespace

bool compare(ComparisonOperator comparison, double value, double limit) {
    switch (comparison) {
        case ComparisonOperator::less_than:
            return value < limit;
        case ComparisonOperator::less_than_equals:
            return value <= limit;
        case ComparisonOperator::greater_than:
            return value > limit;
        default:
            return value >= limit;
    }
}

bool ReportedCriteria::conforms(const ReportedDatapoint& datapoint) const {
    const bool inside = wants_inside(comparison);
    switch (form) {
        case Form::count:
            return limits.allow(datapoint.count, datapoint.count);
        case Form::number:
            return compare(comparison, datapoint.number, limit);
        case Form::ports:
        case Form::numbers:
            return std::ranges::all_of(datapoint.numbers, [&](double number) {
                return std::ranges::binary_search(numbers, number) == inside;
            });
        case Form::strings:
            return std::ranges::all_of(datapoint.texts, [&](std::string_view text) {
                return std::ranges::binary_search(texts, text) == inside;
            });
        default:
            return std::ranges::all_of(datapoint.texts, [&](std::string_view text) {
                return cidrs.contains(parse_address(text).value_or(IpAddress{})) == inside;
            });
    }
}

ReportedCriteria reported_criteria(const Behavior& behavior, Form form) {
    ReportedCriteria criteria{.comparison = behavior.comparison,
                              .form = form,
                              .limits = {},
                              .limit = 0,
                              .numbers = behavior.value.numbers,
                              .texts = {},
                              .cidrs = {}};
    std::ranges::sort(criteria.numbers);
    if (form == Form::strings) criteria.texts = behavior.value.texts;
    std::ranges::sort(criteria.texts);
    if (form == Form::cidrs) criteria.cidrs = CidrSet(behavior.value.texts);
    if (!behavior.statistic.empty()) return criteria;
    if (form == Form::count) criteria.limits = limits_of(behavior.comparison, behavior.value.count);
    if (form == Form::number) criteria.limit = behavior.value.number;
    return criteria;
}

MetricValue value_of(const ReportedDatapoint& datapoint, Form form) {
    MetricValue value;
    value.form = form;
    value.count = datapoint.count;
    value.number = datapoint.number;
    value.numbers.assign(datapoint.numbers.begin(), datapoint.numbers.end());
    value.texts.assign(datapoint.texts.begin(), datapoint.texts.end());
    return value;
}

}  // namespace engine
