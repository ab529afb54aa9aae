// Condition operators: which there are, which values they can judge, and what they say of a
// requester (docs/policy-semantics §5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/policy.hpp"
#include "fleet/policy_pattern.hpp"
#include "fleet/policy_variables.hpp"

namespace fleet {

/// How a value of the requester is held against a value of the policy.
enum class Comparison : std::uint8_t { text, pattern, boolean, number, date, address, presence };
enum class Order : std::uint8_t { equal, less, less_or_equal, greater, greater_or_equal };

struct ConditionOperator {
    std::string_view name;
    Comparison comparison;
    Order order = Order::equal;
    bool is_negated = false;
    bool ignores_case = false;
};

/// nullptr when `name` (without prefix and suffix) is no operator.
const ConditionOperator* condition_operator(std::string_view name);
/// Every operator's name, for messages.
std::vector<std::string> condition_operator_names();

/// "ForAnyValue:StringLikeIfExists" taken apart, without key and values; nullopt when it is no
/// operator or takes no such prefix or suffix.
std::optional<PolicyCondition> read_condition_operator(std::string_view text);
/// What is wrong with `value` for `operation`, as in "is neither true nor false"; empty: nothing. A
/// value with variables is judged only when it is used.
std::string value_problem(const ConditionOperator& operation, std::string_view value);

/// One condition, compiled.
class ConditionMatcher {
  public:
    /// The operation must be one that condition_operator() knows.
    explicit ConditionMatcher(const PolicyCondition& condition);
    bool holds(const Requester& requester) const;
    bool uses(PolicyVariable::Kind kind) const;

  private:
    bool matches(std::string_view value, const Requester& requester) const;
    bool holds_for_absent_key() const;
    bool judges_presence(bool is_absent, const Requester& requester) const;

    const ConditionOperator* operation_;
    PolicyCondition::Quantifier quantifier_;
    bool if_exists_;
    PolicyVariable key_;
    std::vector<PolicyPattern> values_;
};

}  // namespace fleet
