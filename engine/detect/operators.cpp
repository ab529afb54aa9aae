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

bool conforms(ComparisonOperator comparison, std::span<const fleet::NameId> addresses,
              const CidrSet& cidrs, const AddressBook& book) {
    const bool wants_inside = comparison == ComparisonOperator::in_cidr_set;
    return std::all_of(addresses.begin(), addresses.end(), [&](fleet::NameId address) {
        return cidrs.contains(book.at(address)) == wants_inside;
    });
}

}  // namespace engine
