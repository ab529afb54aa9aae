// Explicit deny over allow over implicit deny, over one document and over the union of many.
#include "fleet/policy_match.hpp"

#include <algorithm>
#include <array>

#include "fleet/base/text.hpp"

namespace fleet {
namespace {

constexpr std::array<std::string_view, 5> action_names{
    "iot:Connect", "iot:Publish", "iot:Subscribe", "iot:Receive", "iot:RetainPublish"};
constexpr std::array<std::string_view, 3> decision_names{"ALLOWED", "EXPLICIT_DENY",
                                                         "IMPLICIT_DENY"};

struct JudgedOn {
    std::string_view action;
    std::string_view resource_type;
};
constexpr std::array<JudgedOn, 16> judged_on{{
    {"iot:Connect", "client"},
    {"iot:Publish", "topic"},
    {"iot:Receive", "topic"},
    {"iot:RetainPublish", "topic"},
    {"iot:GetRetainedMessage", "topic"},
    {"iot:Subscribe", "topicfilter"},
    {"iot:GetThingShadow", "thing"},
    {"iot:UpdateThingShadow", "thing"},
    {"iot:DeleteThingShadow", "thing"},
    {"iot:ListNamedShadowsForThing", "thing"},
    {"iot:DescribeJobExecution", "thing"},
    {"iot:GetPendingJobExecutions", "thing"},
    {"iot:StartNextPendingJobExecution", "thing"},
    {"iot:UpdateJobExecution", "thing"},
    {"iot:StartCommandExecution", "thing"},
    {"iot:AssumeRoleWithCertificate", "rolealias"},
}};

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return result;
}

std::uint8_t bit_of(PolicyAction action) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(action));
}

bool any_matches(const std::vector<std::string>& patterns, std::string_view action) {
    return std::any_of(patterns.begin(), patterns.end(), [action](const std::string& pattern) {
        return glob_match(pattern, action);
    });
}

using Matchers = std::span<const PolicyMatcher>;

Verdict judge_union(Matchers matchers, const Requester& requester, const AskedAction& action,
                    std::string_view resource) {
    Verdict verdict;
    for (std::size_t i = 0; i < matchers.size(); ++i) {
        const auto found = matchers[i].judge(requester, action, resource);
        const Verdict told{.decision = found.decision, .policy = i, .statement = found.statement};
        if (found.decision == Decision::explicit_deny) return told;
        if (found.decision == Decision::allowed && verdict.decision == Decision::implicit_deny)
            verdict = told;
    }
    return verdict;
}

}  // namespace

std::string_view name_of(PolicyAction action) {
    return action_names[static_cast<std::size_t>(action)];
}
std::string_view name_of(Decision decision) {
    return decision_names[static_cast<std::size_t>(decision)];
}

AskedAction ask(PolicyAction action) { return {.bit = bit_of(action), .lower_name = {}}; }

AskedAction ask(std::string_view action) {
    for (std::size_t i = 0; i < action_names.size(); ++i)
        if (equals_ignoring_case(action, action_names[i])) return ask(static_cast<PolicyAction>(i));
    return {.bit = 0, .lower_name = lower(action)};
}

std::string_view resource_type_of_action(std::string_view action) {
    for (const auto& known : judged_on)
        if (equals_ignoring_case(action, known.action)) return known.resource_type;
    return {};
}

std::string_view resource_type_of_arn(std::string_view arn) {
    if (!arn.starts_with("arn:")) return {};
    for (int colon = 0; colon < 5; ++colon) {
        const auto at = arn.find(':');
        if (at == std::string_view::npos) return {};
        arn.remove_prefix(at + 1);
    }
    return arn.substr(0, arn.find_first_of("/:"));
}

PolicyMatcher::Statement PolicyMatcher::compile(const PolicyStatement& statement) {
    Statement compiled{.is_allow = statement.is_allow,
                       .is_not_action = statement.is_not_action,
                       .is_not_resource = statement.is_not_resource,
                       .known_actions = 0,
                       .lower_actions = {},
                       .resources = {},
                       .conditions = {}};
    for (const auto& action : statement.actions) compiled.lower_actions.push_back(lower(action));
    for (std::size_t i = 0; i < action_names.size(); ++i) {
        const bool is_named = any_matches(compiled.lower_actions, lower(action_names[i]));
        if (is_named != statement.is_not_action)
            compiled.known_actions |= bit_of(static_cast<PolicyAction>(i));
    }
    for (const auto& resource : statement.resources)
        compiled.resources.emplace_back(resource, PolicyPattern::Wildcards::speak);
    for (const auto& condition : statement.conditions) compiled.conditions.emplace_back(condition);
    return compiled;
}

PolicyMatcher::PolicyMatcher(const PolicyDocument& document) {
    for (const auto& statement : document.statements) statements_.push_back(compile(statement));
}

bool PolicyMatcher::Statement::concerns(const AskedAction& action) const {
    if (action.bit != 0) return (known_actions & action.bit) != 0;
    return any_matches(lower_actions, action.lower_name) != is_not_action;
}

bool PolicyMatcher::Statement::covers(std::string_view resource, const Requester& requester) const {
    const bool is_named = std::any_of(
        resources.begin(), resources.end(),
        [&](const PolicyPattern& pattern) { return pattern.matches(resource, requester); });
    return is_named != is_not_resource;
}

bool PolicyMatcher::Statement::holds(const Requester& requester) const {
    return std::all_of(
        conditions.begin(), conditions.end(),
        [&](const ConditionMatcher& condition) { return condition.holds(requester); });
}

PolicyMatcher::Finding PolicyMatcher::judge(const Requester& requester, const AskedAction& action,
                                            std::string_view resource) const {
    Finding finding;
    for (std::size_t i = 0; i < statements_.size(); ++i) {
        const auto& statement = statements_[i];
        // Once something allows, only a deny can still change the answer.
        if (statement.is_allow && finding.decision == Decision::allowed) continue;
        if (!statement.concerns(action) || !statement.covers(resource, requester) ||
            !statement.holds(requester))
            continue;
        if (!statement.is_allow) return {.decision = Decision::explicit_deny, .statement = i};
        finding = {.decision = Decision::allowed, .statement = i};
    }
    return finding;
}

bool PolicyMatcher::uses(PolicyVariable::Kind kind) const {
    const auto used = [kind](const auto& part) { return part.uses(kind); };
    return std::any_of(statements_.begin(), statements_.end(), [&](const Statement& statement) {
        return std::any_of(statement.resources.begin(), statement.resources.end(), used) ||
               std::any_of(statement.conditions.begin(), statement.conditions.end(), used);
    });
}

Verdict evaluate(std::span<const PolicyDocument* const> policies, const Requester& requester,
                 const PolicyRequest& request) {
    const auto type = resource_type_of_action(request.action);
    if (!type.empty() && resource_type_of_arn(request.resource) != type) return {};
    std::vector<PolicyMatcher> matchers;
    for (const auto* policy : policies) matchers.emplace_back(*policy);
    const auto action = ask(request.action);
    const auto verdict = judge_union(matchers, requester, action, request.resource);
    const bool is_retained = request.retain && action.bit == bit_of(PolicyAction::publish);
    if (!is_retained || verdict.decision == Decision::explicit_deny) return verdict;
    // Both must be allowed, and a deny of either denies (§2.4).
    const auto retained =
        judge_union(matchers, requester, ask(PolicyAction::retain_publish), request.resource);
    return retained.decision == Decision::allowed ? verdict : retained;
}

}  // namespace fleet
