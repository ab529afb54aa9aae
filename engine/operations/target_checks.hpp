// The checks that a request for an audit names: known, enabled, in the order of the table.
#pragma once

#include <optional>
#include <vector>

#include "engine/operations/request.hpp"

namespace engine {

inline constexpr Member target_check_names{"targetCheckNames", MemberType::texts, Need::required};

struct TargetChecks {
    std::vector<const AuditCheck*> checks;
    std::optional<OperationResult> refusal;  // when one is unknown or disabled, or there is none
};

/// Reads targetCheckNames, which refuse_malformed has let pass. A check named twice is one.
TargetChecks read_target_checks(const AccountState& account, const fleet::Json& request);

}  // namespace engine
