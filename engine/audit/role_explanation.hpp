// What the checks of role aliases and of identity pools looked at, in words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/audit/evidence.hpp"

namespace engine {

/// Of the alias with this ARN: its role and what the role's documents say.
std::vector<std::string> explain_role_alias(const Evidence& evidence, std::string_view arn);
/// The same, and when the services that the role grants were used last.
std::vector<std::string> explain_services_used(const Evidence& evidence, std::string_view arn);
/// Of the pool with this id: who of it was connected, and what one of its roles lets do.
std::vector<std::string> explain_pool(const Evidence& evidence, std::string_view id,
                                      std::string fleet::IdentityPool::*role_arn);

}  // namespace engine
