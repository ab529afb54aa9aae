// Policies that seem to deny more than they do, because MQTT's wildcards and the policy language's
// are not the same (docs/audit-semantics §3.12).
#include <algorithm>
#include <array>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/denied_filters.hpp"
#include "engine/audit/policy_resource.hpp"
#include "engine/audit/stored_documents.hpp"

namespace engine::checks {
namespace {

constexpr std::array needs{fleet::Part::policies};

constexpr std::array<std::string_view, 2> reads{"iot:ListPolicies", "iot:GetPolicy"};

CheckResult run(const Evidence& evidence) {
    CheckResult result;
    Unreadable unreadable;
    for (const auto& policy : evidence.inventory.policies) {
        ++result.resources;
        const auto grants = grants_of(policy, evidence.inventory.account, unreadable);
        if (!grants) continue;
        if (denies_topic_wildcards(*grants))
            result.found.push_back(
                {.resource = policy_version(policy),
                 .related = {},
                 .reason = "Policy contains MQTT wildcards in a deny statement.",
                 .reason_code = "POLICY_CONTAINS_MQTT_WILDCARDS_IN_DENY_STATEMENT"});
        if (allows_filters_around_a_denial(*grants))
            result.found.push_back(
                {.resource = policy_version(policy),
                 .related = {},
                 .reason = "Topic filters intended to be denied are allowed using wildcards.",
                 .reason_code = "TOPIC_FILTERS_INTENDED_TO_DENY_ALLOWED_USING_WILDCARDS"});
    }
    unreadable.tell(result);
    return result;
}

}  // namespace

extern const AuditCheck iot_policy_potential_misconfiguration{
    .name = "IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK",
    .severity = Severity::medium,
    .resource_type = "IOT_POLICY",
    .identifier_key = "policyVersionIdentifier",
    .threshold_name = {},
    .threshold_days = 0,
    .reads = reads,
    .needs = needs,
    .question = "Does a policy deny topics in a way that a wildcard subscription gets around?",
    .why = "Devices hear what their policy was meant to keep from them.",
    .remedy = "Deny with * instead of # and +, and deny iot:Receive on the same topics as well.",
    .run = run};

}  // namespace engine::checks
