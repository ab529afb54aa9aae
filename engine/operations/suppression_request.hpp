// What the operations on audit suppressions share: the key, the term, and their refusals.
#pragma once

#include <optional>

#include "engine/operations/request.hpp"

namespace engine {

inline constexpr Member suppressed_check{"checkName", MemberType::text, Need::required};
inline constexpr Member suppressed_resource{"resourceIdentifier", MemberType::object,
                                            Need::required};
inline constexpr Member expiration_date{"expirationDate", MemberType::time};
inline constexpr Member suppress_indefinitely{"suppressIndefinitely", MemberType::boolean};
inline constexpr Member suppression_description{"description", MemberType::text};

/// Reads check and resource into `key`. The refusal when the check is unknown, or its resources are
/// not identified like this.
std::optional<OperationResult> read_suppression_key(const fleet::Json& request,
                                                    AuditSuppression& key);
/// Puts what is given of term and description into `suppression`. The refusal when it would have
/// both an end and none, or its end is not to come.
std::optional<OperationResult> adopt_term(const fleet::Json& request, fleet::Time now,
                                          AuditSuppression& suppression);

/// The one of the same key; nullptr when there is none.
AuditSuppression* suppression_like(AccountState& account, const AuditSuppression& key);

fleet::Json to_json(const AuditSuppression& suppression);

}  // namespace engine
