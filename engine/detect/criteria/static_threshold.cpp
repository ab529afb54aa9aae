// The plainest criteria: a fixed limit or a fixed set, the same for every thing and every hour.
// (docs/detect-semantics §6.2, §6.3)
#include "engine/detect/criteria.hpp"
#include "engine/detect/operators.hpp"

namespace engine::criteria {
namespace {

/// Every message must conform, so it is the largest that breaks an upper limit, and the smallest
/// that breaks a lower one. Of a count both are the same. (docs/detect-semantics §4.5)
std::uint64_t decisive(const Criteria& criteria, const Datapoint& datapoint) {
    return is_upper_limit(criteria.comparison) ? datapoint.high : datapoint.low;
}

bool conforms(const Criteria& criteria, const Datapoint& datapoint) {
    if (compares_numbers(criteria.comparison))
        return criteria.limits.allow(datapoint.low, datapoint.high);
    return engine::conforms(criteria.comparison, datapoint.addresses, criteria.is_inside);
}

MetricValue value(const Criteria& criteria, const Datapoint& datapoint,
                  const fleet::Interner& addresses) {
    MetricValue result;
    if (compares_numbers(criteria.comparison)) {
        result.form = MetricValue::Form::count;
        result.count = decisive(criteria, datapoint);
        return result;
    }
    result.form = MetricValue::Form::cidrs;
    for (const auto address : datapoint.addresses) {
        result.texts.emplace_back(addresses.text(address));
    }
    return result;
}

}  // namespace

constinit const CriteriaKind static_threshold{
    .name = "STATIC",
    .key = "value",
    .story = "Normal is what a fixed limit or a fixed set allows.",
    .conforms = conforms,
    .value = value,
};

}  // namespace engine::criteria
