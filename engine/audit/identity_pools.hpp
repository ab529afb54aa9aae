// What the two checks of Cognito identity pools have in common.
#pragma once

#include <fmt/format.h>

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
/// days before the audit of which the check has records? Where nobody knows, it may have been.
inline bool was_connected(const fleet::IdentityPool& pool, const Evidence& evidence) {
    if (!pool.are_connections_known) return true;
    const auto begin = std::max<fleet::Time>(evidence.task_start - std::chrono::days(31),
                                             evidence.collected_since);
    return std::ranges::any_of(pool.connections, [&](const auto& connection) {
        return connection.connected <= evidence.task_start &&
               connection.disconnected.value_or(evidence.task_start) >= begin;
    });
}

/// More are judged than the service would judge, so that none is missed.
inline void tell_assumed(CheckResult& result, std::uint64_t assumed) {
    if (assumed == 0) return;
    if (!result.message.empty()) result.message += ' ';
    result.message += fmt::format(
        "Of {} pools nothing tells whether anybody was connected; they were judged all the same.",
        assumed);
}

/// Judges one role of every pool in scope.
inline CheckResult judge_pools(const Evidence& evidence, std::string fleet::IdentityPool::*role_arn,
                               std::vector<RoleFault> (*faults_of)(const Grants&)) {
    CheckResult result;
    Unreadable unreadable;
    std::uint64_t assumed = 0;
    for (const auto& pool : evidence.inventory.identity_pools) {
        if (!was_connected(pool, evidence)) continue;
        ++result.resources;
        if (!pool.are_connections_known) ++assumed;
        if (!pool.are_roles_known) unreadable.lack(fmt::format("the roles of pool {}", pool.id));
        if ((pool.*role_arn).empty()) continue;
        const auto* role = role_to_judge(evidence.inventory, pool.*role_arn, unreadable);
        if (role == nullptr) continue;
        const Resource resource{.type = "COGNITO_IDENTITY_POOL",
                                .identifier = {{"cognitoIdentityPoolId", pool.id}},
                                .additional_info = {}};
        add_faults(result, resource, pool.*role_arn,
                   faults_of(grants_of(*role, evidence.inventory, unreadable)));
    }
    unreadable.tell(result);
    tell_assumed(result, assumed);
    return result;
}

}  // namespace engine
