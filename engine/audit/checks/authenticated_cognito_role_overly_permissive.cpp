// An app's user who has signed in is known, not trusted (docs/audit-semantics §3.16).
#include <array>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/identity_pools.hpp"
#include "engine/audit/role_explanation.hpp"

namespace engine::checks {
namespace {

constexpr std::array needs{fleet::Part::identity_pools};

CheckResult run(const Evidence& evidence) {
    return judge_pools(evidence, &fleet::IdentityPool::authenticated_role_arn, faults_of_someone);
}

std::vector<std::string> explain(const Evidence& evidence, std::string_view id) {
    return explain_pool(evidence, id, &fleet::IdentityPool::authenticated_role_arn);
}

}  // namespace

extern const AuditCheck authenticated_cognito_role_overly_permissive{
    .name = "AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK",
    .severity = Severity::critical,
    .resource_type = "COGNITO_IDENTITY_POOL",
    .identifier_key = "cognitoIdentityPoolId",
    .threshold_name = {},
    .threshold_days = 0,
    .reads = identity_pool_reads,
    .needs = needs,
    .question =
        "May users of an identity pool manage things, inspect all of them, or reach every device?",
    .why = "One user of the app, or a thief of the password, acts on the whole fleet.",
    .remedy = "Bind the role to the user's own things; manage things from a service of your own.",
    .run = run,
    .explain = explain};

}  // namespace engine::checks
