// What the two checks of Cognito identity pools have in common.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/audit/evidence.hpp"
#include "engine/audit/role_faults.hpp"
#include "engine/audit/stored_documents.hpp"

namespace engine {

inline constexpr auto identity_pool_reads =
    with_role_reads(std::array<std::string_view, 1>{"cognito-identity:GetIdentityPoolRoles"});

/// Was an identity of the pool, signed in or not, connected to the broker at any time of the 31
/// days before the audit of which the check has records?
inline bool was_connected(const fleet::IdentityPool& pool, const Evidence& evidence) {
    const auto begin = std::max<fleet::Time>(evidence.task_start - std::chrono::days(31),
                                             evidence.collected_since);
    return std::ranges::any_of(pool.connections, [&](const auto& connection) {
        return connection.connected <= evidence.task_start &&
               connection.disconnected.value_or(evidence.task_start) >= begin;
    });
}

/// Judges one role of every pool in scope.
inline CheckResult judge_pools(const Evidence& evidence, std::string fleet::IdentityPool::*role_arn,
                               std::vector<RoleFault> (*faults_of)(const Grants&)) {
    CheckResult result;
    Unreadable unreadable;
    for (const auto& pool : evidence.inventory.identity_pools) {
        if (!was_connected(pool, evidence)) continue;
        ++result.resources;
        const auto* role = evidence.inventory.role_of(pool.*role_arn);
        if (role == nullptr) continue;
        const Resource resource{.type = "COGNITO_IDENTITY_POOL",
                                .identifier = {{"cognitoIdentityPoolId", pool.id}},
                                .additional_info = {}};
        add_faults(result, resource, pool.*role_arn,
                   faults_of(grants_of(*role, evidence.inventory, unreadable)));
    }
    result.message = unreadable.message();
    return result;
}

}  // namespace engine
