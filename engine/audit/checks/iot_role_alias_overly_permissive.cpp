// Through a role alias every device with a certificate becomes an IAM role; what the role may do
// beyond the device's needs, a thief of one device may do (docs/audit-semantics §3.13).
#include <fmt/format.h>

#include <array>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/role_aliases.hpp"
#include "engine/audit/role_explanation.hpp"
#include "engine/audit/stored_documents.hpp"

namespace engine::checks {
namespace {

constexpr std::array needs{fleet::Part::role_aliases};

constexpr std::array<std::string_view, 5> auditing_services{"cloudtrail", "guardduty", "iam",
                                                            "inspector", "trustedadvisor"};

std::vector<RoleFault> faults_of(const Grants& grants, const std::set<std::string>& used) {
    std::vector<RoleFault> faults;
    std::vector<std::string> whole, auditing;
    for (const auto& service : used)
        if (grants.allow_all_of(service)) whole.push_back(service);
    for (const auto service : auditing_services)
        if (grants.allow_some_of(service)) auditing.emplace_back(service);
    if (!whole.empty())
        faults.push_back({.reason_code = "ALLOWS_BROAD_ACCESS_TO_USED_SERVICES",
                          .reason = fmt::format("Role allows broad access to used services: {}.",
                                                listed(whole))});
    if (!auditing.empty())
        faults.push_back(
            {.reason_code = "ALLOWS_ACCESS_TO_SECURITY_AUDITING_SERVICES",
             .reason = fmt::format("Role allows access to security auditing services: {}.",
                                   listed(auditing))});
    for (auto& fault : faults_of_someone(grants)) faults.push_back(std::move(fault));
    return faults;
}

CheckResult run(const Evidence& evidence) {
    CheckResult result;
    Unreadable unreadable;
    for (const auto& alias : evidence.inventory.role_aliases) {
        ++result.resources;
        const auto* role = role_behind(alias, evidence.inventory, unreadable);
        if (role == nullptr) continue;
        const auto grants = grants_of(*role, evidence.inventory, unreadable);
        add_faults(result, role_alias(evidence.inventory, alias), alias.role_arn,
                   faults_of(grants, services_used(*role, evidence)));
    }
    unreadable.tell(result);
    return result;
}

}  // namespace

extern const AuditCheck iot_role_alias_overly_permissive{
    .name = "IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK",
    .severity = Severity::critical,
    .resource_type = "ROLE_ALIAS",
    .identifier_key = "roleAliasArn",
    .threshold_name = {},
    .threshold_days = 0,
    .reads = role_alias_reads,
    .needs = needs,
    .question = "Does the role behind a role alias let a device do more than a device should?",
    .why = "Whoever holds one device's certificate can take the role and all that it may do.",
    .remedy = "Grant single actions on single resources; leave administration to other roles.",
    .run = run,
    .explain = explain_role_alias};

}  // namespace engine::checks
