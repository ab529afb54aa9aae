// Audit suppressions: findings of one check on one resource that the account has accepted, until an
// instant or for good (docs/audit-semantics §9).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/audit/resource_identifier.hpp"
#include "fleet/base/time.hpp"

namespace engine {

struct AuditSuppression {
    std::string check_name;
    ResourceIdentifier resource;
    std::optional<fleet::Time> expiration;  // none: indefinitely
    std::string description;

    /// Up to the instant of its expiration, not at it.
    bool is_in_force(fleet::Time now) const { return !expiration || now < *expiration; }
    bool is_of(std::string_view check, const ResourceIdentifier& identifier) const;
};

/// Is a finding of `check` on `resource` suppressed at `now`?
bool is_suppressed(std::span<const AuditSuppression> suppressions, std::string_view check,
                   const Resource& resource, fleet::Time now);

}  // namespace engine
