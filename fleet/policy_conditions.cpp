// The table of condition operators and their three questions: one value, all values, any value.
#include "fleet/policy_conditions.hpp"

#include <algorithm>
#include <array>

#include "fleet/base/error.hpp"
#include "fleet/policy_comparisons.hpp"

namespace fleet {
namespace {

using Quantifier = PolicyCondition::Quantifier;

constexpr std::array<ConditionOperator, 26> operators{{
    {.name = "StringEquals", .comparison = Comparison::text},
    {.name = "StringNotEquals", .comparison = Comparison::text, .is_negated = true},
    {.name = "StringEqualsIgnoreCase", .comparison = Comparison::text, .ignores_case = true},
    {.name = "StringNotEqualsIgnoreCase",
     .comparison = Comparison::text,
     .is_negated = true,
     .ignores_case = true},
    {.name = "StringLike", .comparison = Comparison::pattern},
    {.name = "StringNotLike", .comparison = Comparison::pattern, .is_negated = true},
    {.name = "ArnEquals", .comparison = Comparison::pattern},
    {.name = "ArnNotEquals", .comparison = Comparison::pattern, .is_negated = true},
    {.name = "ArnLike", .comparison = Comparison::pattern},
    {.name = "ArnNotLike", .comparison = Comparison::pattern, .is_negated = true},
    {.name = "Bool", .comparison = Comparison::boolean},
    {.name = "IpAddress", .comparison = Comparison::address},
    {.name = "NotIpAddress", .comparison = Comparison::address, .is_negated = true},
    {.name = "NumericEquals", .comparison = Comparison::number},
    {.name = "NumericNotEquals", .comparison = Comparison::number, .is_negated = true},
    {.name = "NumericLessThan", .comparison = Comparison::number, .order = Order::less},
    {.name = "NumericLessThanEquals",
     .comparison = Comparison::number,
     .order = Order::less_or_equal},
    {.name = "NumericGreaterThan", .comparison = Comparison::number, .order = Order::greater},
    {.name = "NumericGreaterThanEquals",
     .comparison = Comparison::number,
     .order = Order::greater_or_equal},
    {.name = "DateEquals", .comparison = Comparison::date},
    {.name = "DateNotEquals", .comparison = Comparison::date, .is_negated = true},
    {.name = "DateLessThan", .comparison = Comparison::date, .order = Order::less},
    {.name = "DateLessThanEquals", .comparison = Comparison::date, .order = Order::less_or_equal},
    {.name = "DateGreaterThan", .comparison = Comparison::date, .order = Order::greater},
    {.name = "DateGreaterThanEquals",
     .comparison = Comparison::date,
     .order = Order::greater_or_equal},
    {.name = "Null", .comparison = Comparison::presence},
}};

PolicyPattern compile(const ConditionOperator& operation, std::string_view value) {
    return {value,
            operation.comparison == Comparison::pattern ? PolicyPattern::Wildcards::speak
                                                        : PolicyPattern::Wildcards::are_text,
            operation.ignores_case ? PolicyPattern::Letters::in_either_case
                                   : PolicyPattern::Letters::as_they_are};
}

std::string_view what_is_due(Comparison comparison) {
    switch (comparison) {
        case Comparison::number:
            return "is no number";
        case Comparison::date:
            return "is neither a time such as 2018-08-06T00:00:00Z nor epoch seconds";
        case Comparison::address:
            return "is neither an address nor a network such as 10.0.0.0/8";
        default:
            return "is neither true nor false";
    }
}

}  // namespace

const ConditionOperator* condition_operator(std::string_view name) {
    const auto found = std::find_if(operators.begin(), operators.end(),
                                    [name](const auto& known) { return known.name == name; });
    return found == operators.end() ? nullptr : &*found;
}

std::vector<std::string> condition_operator_names() {
    std::vector<std::string> names;
    for (const auto& known : operators) names.emplace_back(known.name);
    return names;
}

std::optional<PolicyCondition> read_condition_operator(std::string_view text) {
    constexpr std::string_view for_all = "ForAllValues:", for_any = "ForAnyValue:";
    constexpr std::string_view if_exists = "IfExists";
    PolicyCondition condition;
    if (text.starts_with(for_all)) {
        condition.quantifier = Quantifier::for_all_values;
        text.remove_prefix(for_all.size());
    } else if (text.starts_with(for_any)) {
        condition.quantifier = Quantifier::for_any_value;
        text.remove_prefix(for_any.size());
    }
    if (text.ends_with(if_exists)) {
        condition.if_exists = true;
        text.remove_suffix(if_exists.size());
    }
    const auto* operation = condition_operator(text);
    if (operation == nullptr) return std::nullopt;
    const bool is_bare = condition.quantifier == Quantifier::single && !condition.if_exists;
    if (operation->comparison == Comparison::presence && !is_bare) return std::nullopt;
    condition.operation = operation->name;
    return condition;
}

std::string value_problem(const ConditionOperator& operation, std::string_view value) {
    if (compile(operation, value).has_variables()) return {};
    if (is_readable(operation.comparison, value)) return {};
    return std::string(what_is_due(operation.comparison));
}

ConditionMatcher::ConditionMatcher(const PolicyCondition& condition)
    : operation_(condition_operator(condition.operation)),
      quantifier_(condition.quantifier),
      if_exists_(condition.if_exists),
      key_(policy_variable(condition.key)) {
    require(operation_ != nullptr, "a condition's operator must be known before it is compiled");
    for (const auto& value : condition.values) values_.push_back(compile(*operation_, value));
}

bool ConditionMatcher::uses(PolicyVariable::Kind kind) const {
    return key_.kind == kind ||
           std::any_of(values_.begin(), values_.end(),
                       [kind](const PolicyPattern& value) { return value.uses(kind); });
}

bool ConditionMatcher::matches(std::string_view value, const Requester& requester) const {
    const auto comparison = operation_->comparison;
    const bool is_text = comparison == Comparison::text || comparison == Comparison::pattern;
    return std::any_of(values_.begin(), values_.end(), [&](const PolicyPattern& pattern) {
        if (is_text) return pattern.matches(value, requester);
        const auto text = pattern.expand(requester);
        return text && compares(comparison, operation_->order, value, *text);
    });
}

/// A key the requester has not: nothing matches it, so what is negated holds (§5.3).
bool ConditionMatcher::holds_for_absent_key() const {
    if (if_exists_ || quantifier_ == Quantifier::for_all_values) return true;
    return quantifier_ == Quantifier::single && operation_->is_negated;
}

bool ConditionMatcher::judges_presence(bool is_absent, const Requester& requester) const {
    return std::any_of(values_.begin(), values_.end(), [&](const PolicyPattern& pattern) {
        const auto text = pattern.expand(requester);
        return text && equals_ignoring_case(*text, is_absent ? "true" : "false");
    });
}

bool ConditionMatcher::holds(const Requester& requester) const {
    const auto values = values_of(key_, requester);
    if (operation_->comparison == Comparison::presence)
        return judges_presence(values.empty(), requester);
    if (values.empty()) return holds_for_absent_key();
    const auto is_matched = [&](std::string_view value) { return matches(value, requester); };
    const auto is_satisfied = [&](std::string_view value) {
        return is_matched(value) != operation_->is_negated;
    };
    if (quantifier_ == Quantifier::for_any_value)
        return std::any_of(values.begin(), values.end(), is_satisfied);
    // Without a prefix, one match among several values is a match, and a negated operator wants
    // none (§5.2).
    if (quantifier_ == Quantifier::single && !operation_->is_negated)
        return std::any_of(values.begin(), values.end(), is_matched);
    return std::all_of(values.begin(), values.end(), is_satisfied);
}

}  // namespace fleet
