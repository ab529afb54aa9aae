// What the checks of IAM roles object to among IoT actions (docs/audit-semantics §3.13).
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/grants.hpp"

namespace engine {

struct RoleFault {
    std::string reason_code;
    std::string reason;
};

/// In a role that anybody may take: whatever manages or inspects, and broad use of the data plane.
std::vector<RoleFault> faults_of_anyone(const Grants& grants);
/// In a role of somebody known: managing, broad inspecting, broad use of the data plane.
std::vector<RoleFault> faults_of_someone(const Grants& grants);

/// IAM's reads of a role's documents.
inline constexpr std::array<std::string_view, 5> role_reads{
    "iam:ListRolePolicies", "iam:ListAttachedRolePolicies", "iam:GetRolePolicy", "iam:GetPolicy",
    "iam:GetPolicyVersion"};

/// The reads of a check that looks at roles: `own`, then IAM's.
template <std::size_t n>
constexpr std::array<std::string_view, n + role_reads.size()> with_role_reads(
    const std::array<std::string_view, n>& own) {
    std::array<std::string_view, n + role_reads.size()> all{};
    std::size_t at = 0;
    for (const auto read : own) all[at++] = read;
    for (const auto read : role_reads) all[at++] = read;
    return all;
}

/// One finding for each fault, of `resource`, which got its rights from the role.
void add_faults(CheckResult& result, const Resource& resource, const std::string& role_arn,
                std::vector<RoleFault> faults);

}  // namespace engine
