// What a role lets do whoever has not signed in, it lets everybody do (docs/audit-semantics §3.15).
#include <array>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/identity_pools.hpp"
#include "engine/audit/role_explanation.hpp"

namespace engine::checks {
namespace {

constexpr std::array needs{fleet::Part::identity_pools};

CheckResult run(const Evidence& evidence) {
    return judge_pools(evidence, &fleet::IdentityPool::unauthenticated_role_arn, faults_of_anyone);
}

std::vector<std::string> explain(const Evidence& evidence, std::string_view id) {
    return explain_pool(evidence, id, &fleet::IdentityPool::unauthenticated_role_arn);
}

}  // namespace

extern const AuditCheck unauthenticated_cognito_role_overly_permissive{
    .name = "UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK",
    .severity = Severity::critical,
    .resource_type = "COGNITO_IDENTITY_POOL",
    .identifier_key = "cognitoIdentityPoolId",
    .threshold_name = {},
    .threshold_days = 0,
    .reads = identity_pool_reads,
    .needs = needs,
    .question = "May guests of an identity pool manage or inspect things, or reach every device?",
    .why = "Anybody can become a guest: the app that hands out the role is public.",
    .remedy = "Grant guests nothing but the data plane of their own thing.",
    .run = run,
    .explain = explain};

}  // namespace engine::checks
