// One audit of an account as it stood at an instant, by nobody's service: what `audit` makes of an
// export. The checks, the suppressions and the ids are those of every audit; permissions are not
// asked, because whoever made the export could read it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/audit/audit.hpp"
#include "fleet/base/json.hpp"

namespace engine {

struct SingleAudit {
    AuditView view;
    fleet::Time at;
    /// As DescribeAccountAuditConfiguration answers; nullptr: every check at its defaults.
    const fleet::Document* configuration = nullptr;
    /// As ListAuditSuppressions answers; nullptr: none.
    const fleet::Document* suppressions = nullptr;
    /// Names of the API; empty: every check that the configuration enables.
    std::vector<std::string> checks = {};
    AgeOrigin age_origin = AgeOrigin::creation_date;
};

/// Tasks holds the one task, in which a check without data is WAITING_FOR_DATA_COLLECTION and says
/// what it lacks. Raises Error with everything that is wrong in the two documents, or when no check
/// is left to perform.
Findings audit_once(const SingleAudit& audit);

}  // namespace engine
