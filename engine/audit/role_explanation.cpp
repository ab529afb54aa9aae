#include "engine/audit/role_explanation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/audit/identity_pools.hpp"
#include "engine/audit/role_aliases.hpp"
#include "engine/audit/statements_told.hpp"
#include "fleet/base/text.hpp"

namespace engine {
namespace {

using Lines = std::vector<std::string>;

constexpr std::size_t connections_told_max = 40;

/// The role, and what it may do; nullptr when the account has none of this name.
const fleet::Role* tell_role(const fleet::Inventory& inventory, const std::string& arn,
                             Lines& lines) {
    Unreadable unreadable;
    const auto* role = role_to_judge(inventory, arn, unreadable);
    lines.push_back(
        fmt::format("role {}{}", arn, role == nullptr ? ": nothing is known of it" : ""));
    if (role == nullptr) return nullptr;
    for (const auto& document : role->documents) tell_statements(document, lines);
    for (const auto index : role->managed_policies) {
        const auto& policy = inventory.managed_policies[index];
        lines.push_back(fmt::format("managed policy {}", policy.arn));
        tell_statements(policy.document, lines);
    }
    if (!role->are_documents_known) lines.emplace_back("not all of its documents are known");
    return role;
}

const fleet::RoleAlias* alias_of(const fleet::Inventory& inventory, std::string_view arn) {
    const auto& aliases = inventory.role_aliases;
    const auto found = std::ranges::find_if(aliases, [&](const fleet::RoleAlias& alias) {
        return inventory.arn("rolealias/" + alias.name) == arn || alias.name == arn;
    });
    return found == aliases.end() ? nullptr : &*found;
}

const fleet::Role* tell_alias(const Evidence& evidence, std::string_view arn, Lines& lines) {
    const auto* alias = alias_of(evidence.inventory, arn);
    if (alias == nullptr) return nullptr;
    if (!alias->is_role_known) {
        lines.emplace_back("nothing tells which role it stands for");
        return nullptr;
    }
    return tell_role(evidence.inventory, alias->role_arn, lines);
}

void tell_connections(const Evidence& evidence, const fleet::IdentityPool& pool, Lines& lines) {
    if (!pool.are_connections_known) {
        lines.emplace_back("nothing tells whether anybody of it was connected: it is judged");
        return;
    }
    lines.emplace_back(was_connected(pool, evidence)
                           ? "it was connected within the 31 days before the audit"
                           : "nobody of it was connected within the 31 days before the audit: it "
                             "is not judged");
    for (std::size_t i = 0; i < pool.connections.size(); ++i) {
        if (i == connections_told_max) {
            lines.push_back(fmt::format("and {} more", pool.connections.size() - i));
            break;
        }
        const auto& connection = pool.connections[i];
        lines.push_back(fmt::format(
            "{} was connected from {}{}", connection.is_authenticated ? "a user" : "a guest",
            fleet::format_time(connection.connected),
            connection.disconnected ? " to " + fleet::format_time(*connection.disconnected)
                                    : " on"));
    }
}

}  // namespace

Lines explain_role_alias(const Evidence& evidence, std::string_view arn) {
    Lines lines;
    tell_alias(evidence, arn, lines);
    return lines;
}

Lines explain_services_used(const Evidence& evidence, std::string_view arn) {
    Lines lines;
    const auto* role = tell_alias(evidence, arn, lines);
    if (role == nullptr) return lines;
    Unreadable unreadable;
    for (const auto& service : grants_of(*role, evidence.inventory, unreadable).services()) {
        const auto use =
            std::ranges::find(role->last_accessed, service, &fleet::ServiceLastAccessed::service);
        const bool was_used = use != role->last_accessed.end() && use->last_authenticated;
        lines.push_back(fmt::format(
            "grants {}, {}{}", service,
            was_used ? "last used " + fleet::format_time(*use->last_authenticated) : "never used",
            services_used(*role, evidence).contains(service)
                ? ""
                : ": not in the year before the audit"));
    }
    if (!role->is_use_known) lines.emplace_back("nothing tells which services it used");
    return lines;
}

Lines explain_pool(const Evidence& evidence, std::string_view id,
                   std::string fleet::IdentityPool::*role_arn) {
    const auto& pools = evidence.inventory.identity_pools;
    const auto pool = std::ranges::find(pools, id, &fleet::IdentityPool::id);
    if (pool == pools.end()) return {};
    Lines lines;
    tell_connections(evidence, *pool, lines);
    if (!pool->are_roles_known)
        lines.emplace_back("nothing tells its roles");
    else if (((*pool).*role_arn).empty())
        lines.emplace_back("it has no such role");
    else
        tell_role(evidence.inventory, (*pool).*role_arn, lines);
    return lines;
}

}  // namespace engine
