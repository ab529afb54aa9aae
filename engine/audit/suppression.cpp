#include "engine/audit/suppression.hpp"

#include <algorithm>

namespace engine {

bool AuditSuppression::is_of(std::string_view check, const ResourceIdentifier& identifier) const {
    return check_name == check && std::ranges::is_permutation(resource, identifier);
}

bool is_suppressed(std::span<const AuditSuppression> suppressions, std::string_view check,
                   const Resource& resource, fleet::Time now) {
    return std::ranges::any_of(suppressions, [&](const AuditSuppression& one) {
        return one.check_name == check && one.is_in_force(now) && names(one.resource, resource);
    });
}

}  // namespace engine
