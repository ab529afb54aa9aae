// What the two checks of role aliases have in common.
#pragma once

#include <array>
#include <set>
#include <string>
#include <string_view>

#include "engine/audit/evidence.hpp"
#include "engine/audit/role_faults.hpp"

namespace engine {

inline constexpr auto role_alias_reads = with_role_reads(std::array<std::string_view, 4>{
    "iot:ListRoleAliases", "iot:DescribeRoleAlias", "iam:GenerateServiceLastAccessedDetails",
    "iam:GetServiceLastAccessedDetails"});

inline Resource role_alias(const fleet::Inventory& inventory, const fleet::RoleAlias& alias) {
    return {.type = "ROLE_ALIAS",
            .identifier = {{"roleAliasArn", inventory.arn("rolealias/" + alias.name)}},
            .additional_info = {}};
}

/// The services that the role used in the year before the audit, both ends included.
inline std::set<std::string> services_used(const fleet::Role& role, const Evidence& evidence) {
    std::set<std::string> used;
    for (const auto& service : role.last_accessed) {
        const auto& last = service.last_authenticated;
        if (last && *last >= evidence.task_start - std::chrono::days(365) &&
            *last <= evidence.task_start)
            used.insert(service.service);
    }
    return used;
}

}  // namespace engine
