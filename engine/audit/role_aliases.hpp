// What the two checks of role aliases have in common.
#pragma once

#include <fmt/format.h>

#include <array>
#include <set>
#include <string>
#include <string_view>

#include "engine/audit/evidence.hpp"
#include "engine/audit/role_faults.hpp"
#include "engine/audit/stored_documents.hpp"

namespace engine {

inline constexpr auto role_alias_reads = with_role_reads(std::array<std::string_view, 4>{
    "iot:ListRoleAliases", "iot:DescribeRoleAlias", "iam:GenerateServiceLastAccessedDetails",
    "iam:GetServiceLastAccessedDetails"});

inline Resource role_alias(const fleet::Inventory& inventory, const fleet::RoleAlias& alias) {
    return {.type = "ROLE_ALIAS",
            .identifier = {{"roleAliasArn", inventory.arn("rolealias/" + alias.name)}},
            .additional_info = {}};
}

/// The role behind an alias, and its use; what of it is not known is told.
inline const fleet::Role* role_behind(const fleet::RoleAlias& alias,
                                      const fleet::Inventory& inventory, Unreadable& unreadable) {
    if (!alias.is_role_known) {
        unreadable.lack(fmt::format("the role of alias {}", alias.name));
        return nullptr;
    }
    const auto* role = role_to_judge(inventory, alias.role_arn, unreadable);
    if (role != nullptr && !role->is_use_known)
        unreadable.lack(fmt::format("which services role {} used", role->name));
    return role;
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
