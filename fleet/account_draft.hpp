// What the defects of an account are made of: policies, roles and what leads to them, each under a
// name that tells which defect it came from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fleet/defects.hpp"

namespace fleet {

/// One statement of a policy document, as JSON.
std::string policy_statement(std::string_view effect, std::string_view action,
                             std::string_view resource);
std::string policy_document(const std::vector<std::string>& statements);

/// "defect-3-broad-policy": the fourth entry among the defects, which is being applied.
std::string name_of_defect(const Draft& draft, const DefectOutcome& outcome);

/// Puts a policy into the account, attached to nothing; its name.
std::string add_policy(Draft& draft, const DefectOutcome& outcome, std::string document);
/// Puts a role into the account that `trusted` may assume; its ARN.
std::string add_role(Draft& draft, const DefectOutcome& outcome, std::string_view trusted,
                     std::string document, std::vector<ServiceLastAccessed> last_accessed);
/// Puts a role alias of that role into the account; its ARN.
std::string add_role_alias(Draft& draft, const DefectOutcome& outcome, std::string document,
                           std::vector<ServiceLastAccessed> last_accessed);
/// Puts an identity pool into the account, whose role – of users or of guests – has the document,
/// and an identity that was connected for an hour until `last_connected` before the start. Speaks
/// of it for `reason`, unless that is empty, while audits look at the pool.
void add_identity_pool(Draft& draft, DefectOutcome& outcome, bool is_authenticated,
                       std::string document, std::string_view reason);

/// A finding that can be made from `begin` on.
void speak(DefectOutcome& outcome, std::string_view check, std::string_view key, std::string value,
           std::string_view reason, Time begin, Time end = Time::max());

/// A service that was not used for longer than this counts as unused.
inline constexpr Duration service_use_memory = 365 * 24h;

}  // namespace fleet
