#include "engine/detect/operators.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace engine {
namespace {

constexpr std::array<std::string_view, 10> names{
    "less-than",   "less-than-equals", "greater-than", "greater-than-equals",
    "in-cidr-set", "not-in-cidr-set",  "in-port-set",  "not-in-port-set",
    "in-set",      "not-in-set"};

}  // namespace

std::string_view name_of(ComparisonOperator comparison) {
    return names[static_cast<std::size_t>(comparison)];
}

std::optional<ComparisonOperator> comparison_operator(std::string_view name) {
    const auto* found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<ComparisonOperator>(found - names.begin());
}

std::span<const std::string> operator_names() {
    static const std::vector<std::string> texts(names.begin(), names.end());
    return texts;
}

NumberLimits limits_of(ComparisonOperator comparison, std::uint64_t limit) {
    constexpr NumberLimits none{.min = 1, .max = 0};
    const NumberLimits all;
    switch (comparison) {
        case ComparisonOperator::less_than:
            return limit == 0 ? none : NumberLimits{.min = 0, .max = limit - 1};
        case ComparisonOperator::less_than_equals:
            return {.min = 0, .max = limit};
        case ComparisonOperator::greater_than:
            return limit == all.max ? none : NumberLimits{.min = limit + 1, .max = all.max};
        case ComparisonOperator::greater_than_equals:
            return {.min = limit, .max = all.max};
        default:
            fleet::require(false, "this operator compares no numbers");
            return none;
    }
}

bool conforms(ComparisonOperator comparison, std::span<const fleet::NameId> addresses,
              std::span<const std::uint8_t> is_inside) {
    const bool wants_inside = comparison == ComparisonOperator::in_cidr_set;
    return std::all_of(addresses.begin(), addresses.end(), [&](fleet::NameId address) {
        return (is_inside[address] != 0) == wants_inside;
    });
}

}  // namespace engine
