// Rights that nobody used for a year are not needed, except by intruders (docs/audit-semantics
// §3.14).
#include <array>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/role_aliases.hpp"
#include "engine/audit/role_explanation.hpp"
#include "engine/audit/stored_documents.hpp"

namespace engine::checks {
namespace {

constexpr std::array needs{fleet::Part::role_aliases};

CheckResult run(const Evidence& evidence) {
    CheckResult result;
    Unreadable unreadable;
    for (const auto& alias : evidence.inventory.role_aliases) {
        ++result.resources;
        const auto* role = role_behind(alias, evidence.inventory, unreadable);
        if (role == nullptr || !role->is_use_known) continue;
        const auto granted = grants_of(*role, evidence.inventory, unreadable).services();
        const auto used = services_used(*role, evidence);
        std::vector<std::string> unused;
        std::ranges::set_difference(granted, used, std::back_inserter(unused));
        if (unused.empty()) continue;
        add_faults(
            result, role_alias(evidence.inventory, alias), alias.role_arn,
            {{.reason_code = "ALLOWS_ACCESS_TO_UNUSED_SERVICES",
              .reason = fmt::format("Role allows access to services not used in the last year: {}.",
                                    listed(unused))}});
    }
    unreadable.tell(result);
    return result;
}

}  // namespace

extern const AuditCheck iot_role_alias_allows_access_to_unused_services{
    .name = "IOT_ROLE_ALIAS_ALLOWS_ACCESS_TO_UNUSED_SERVICES_CHECK",
    .severity = Severity::medium,
    .resource_type = "ROLE_ALIAS",
    .identifier_key = "roleAliasArn",
    .threshold_name = {},
    .threshold_days = 0,
    .reads = role_alias_reads,
    .needs = needs,
    .question = "Does the role behind a role alias grant services it did not use for a year?",
    .why = "What devices do not need serves only whoever takes one over.",
    .remedy = "Remove the services that IAM's access advisor shows as not accessed.",
    .run = run,
    .explain = explain_services_used};

}  // namespace engine::checks
