// A policy that reaches beyond its own device gives whoever holds one device the whole fleet
// (docs/audit-semantics §3.11).
#include <fmt/format.h>

#include <array>

#include "engine/audit/audit_check.hpp"
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
        const auto broad = broad_data_plane_actions(*grants);
        if (broad.empty()) continue;
        result.found.push_back(
            {.resource = policy_version(policy),
             .related = {},
             .reason = fmt::format("Policy allows broad access to IoT data plane actions: {}.",
                                   listed(broad)),
             .reason_code = "ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS"});
    }
    unreadable.tell(result);
    return result;
}

}  // namespace

extern const AuditCheck iot_policy_overly_permissive{
    .name = "IOT_POLICY_OVERLY_PERMISSIVE_CHECK",
    .severity = Severity::critical,
    .resource_type = "IOT_POLICY",
    .identifier_key = "policyVersionIdentifier",
    .threshold_name = {},
    .threshold_days = 0,
    .reads = reads,
    .needs = needs,
    .question = "Does a policy let a device act for other devices, or on their reserved topics?",
    .why = "Whoever takes over one device then holds every other one.",
    .remedy = "Bind the policy to the device with policy variables; make that the default version.",
    .run = run};

}  // namespace engine::checks
