// A policy document compiled for being asked often. evaluate() compiles for one question; the
// broker's Access keeps the compiled form.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/policy.hpp"
#include "fleet/policy_conditions.hpp"
#include "fleet/policy_pattern.hpp"

namespace fleet {

/// What is asked of a compiled policy. Make it with ask(…); the text must outlive it.
struct AskedAction {
    std::uint8_t bit = 0;    // of a PolicyAction; 0: another action
    std::string lower_name;  // of another action
};
AskedAction ask(PolicyAction action);
/// Action names are compared without regard to case (docs/policy-semantics §2.1).
AskedAction ask(std::string_view action);

class PolicyMatcher {
  public:
    explicit PolicyMatcher(const PolicyDocument& document);

    struct Finding {
        Decision decision = Decision::implicit_deny;
        std::size_t statement = 0;
    };
    /// What this document alone says. `resource` is an ARN of the action's own resource type.
    Finding judge(const Requester& requester, const AskedAction& action,
                  std::string_view resource) const;
    bool uses(PolicyVariable::Kind kind) const;

  private:
    struct Statement {
        bool is_allow;
        bool is_not_action;
        bool is_not_resource;
        std::uint8_t known_actions = 0;  // one bit a PolicyAction, NotAction already applied
        std::vector<std::string> lower_actions;
        std::vector<PolicyPattern> resources;
        std::vector<ConditionMatcher> conditions;

        bool concerns(const AskedAction& action) const;
        bool covers(std::string_view resource, const Requester& requester) const;
        bool holds(const Requester& requester) const;
    };
    static Statement compile(const PolicyStatement& statement);

    std::vector<Statement> statements_;
};

/// The resource type an action is judged on ("client", "topic", …); empty for an action we do not
/// know.
std::string_view resource_type_of_action(std::string_view action);
/// "topic" of "arn:aws:iot:us-east-1:123456789012:topic/a"; empty for what is no ARN.
std::string_view resource_type_of_arn(std::string_view arn);

}  // namespace fleet
