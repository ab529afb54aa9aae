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

bool is_upper_limit(ComparisonOperator comparison) {
    return comparison == ComparisonOperator::less_than ||
           comparison == ComparisonOperator::less_than_equals;
}

bool compares_numbers(ComparisonOperator comparison) {
    return comparison <= ComparisonOperator::greater_than_equals;
}

bool conforms(ComparisonOperator comparison, std::uint64_t value, std::uint64_t limit) {
    switch (comparison) {
        case ComparisonOperator::less_than:
            return value < limit;
        case ComparisonOperator::less_than_equals:
            return value <= limit;
        case ComparisonOperator::greater_than:
            return value > limit;
        case ComparisonOperator::greater_than_equals:
            return value >= limit;
        default:
            fleet::require(false, "this operator compares no numbers");
            return false;
    }
}

bool conforms(ComparisonOperator comparison, std::span<const fleet::NameId> addresses,
              const CidrSet& cidrs, const AddressBook& book) {
    const bool wants_inside = comparison == ComparisonOperator::in_cidr_set;
    return std::all_of(addresses.begin(), addresses.end(), [&](fleet::NameId address) {
        return cidrs.contains(book.at(address)) == wants_inside;
    });
}

}  // namespace engine
