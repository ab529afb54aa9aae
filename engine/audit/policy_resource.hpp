// What the checks of policies and roles have in common: how they name what they judge.
#pragma once

#include <string>

#include "engine/finding.hpp"
#include "fleet/inventory.hpp"

namespace engine {

/// The version of a policy that is in force.
inline Resource policy_version(const fleet::Policy& policy) {
    return {.type = "IOT_POLICY",
            .identifier = {{"policyName", policy.name},
                           {"policyVersionId", policy.versions.at(policy.default_version).id}},
            .additional_info = {}};
}

inline Resource iam_role(std::string role_arn) {
    return {.type = "IAM_ROLE",
            .identifier = {{"iamRoleArn", std::move(role_arn)}},
            .additional_info = {}};
}

}  // namespace engine
