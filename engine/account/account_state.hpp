// The mutable state of the service for one account: audit configuration, running audits, security
// profiles and their attachments, and everything it has stated so far. Operations change it; audits
// and alarms read it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/audit/audit_check.hpp"
#include "engine/audit/explanation.hpp"
#include "engine/audit/schedule.hpp"
#include "engine/audit/suppression.hpp"
#include "engine/detect/definitions.hpp"
#include "engine/detect/profile.hpp"
#include "engine/finding.hpp"
#include "fleet/base/time.hpp"

namespace engine {

struct CheckSetting {
    bool is_enabled = false;
    fleet::Time enabled_since;                    // collection of what the check reads begins here
    std::optional<std::uint32_t> threshold_days;  // none: the check's own default
};

/// Where messages go and whose permission sends them.
struct NotificationTarget {
    std::string target_arn;
    std::string role_arn;
    bool is_enabled = false;
};

struct AuditConfiguration {
    std::string role_arn;  // empty: audits were never configured
    std::optional<NotificationTarget> sns;
    std::map<std::string, CheckSetting, std::less<>> checks;  // those that were ever mentioned

    bool is_enabled(std::string_view check) const;
};

/// A check of a running task: evaluated on the registry of one instant, stated a moment later.
struct PendingCheck {
    const AuditCheck* check = nullptr;
    fleet::Time next;  // when there is something to do: evaluate, or state what was evaluated
    std::optional<CheckResult> result;
    std::vector<bool> is_suppressed;  // by finding of the result
    std::string error_code;           // it could not be evaluated
    std::string message;
};

struct RunningTask {
    std::string task_id;  // in findings.tasks
    bool is_on_demand = true;
    std::vector<PendingCheck> checks;
};

struct StoredProfile {
    SecurityProfile profile;
    std::vector<std::string> targets;  // tails of target ARNs, in order of attachment
    std::uint64_t version = 1;         // rises with every update
    fleet::Time created, modified;
};

/// How the service of this account is read where its documentation leaves a choice.
struct AuditReading {
    /// Suppressed resources are part of nonCompliantResourcesCount (docs/audit-semantics §9.6).
    bool counts_suppressed_as_non_compliant = false;
    /// A check reads what the audit's role permits (docs/audit-semantics §6); false for an export,
    /// which somebody has read already.
    bool asks_permission = true;
    AgeOrigin age_origin = AgeOrigin::creation_date;
};

struct AccountState {
    AuditConfiguration audit;
    AuditReading reading;
    std::map<std::string, ScheduledAudit, std::less<>> schedules;
    std::vector<AuditSuppression> suppressions;             // in order of creation
    std::set<std::string, std::less<>> suppression_tokens;  // clientRequestTokens that were used
    std::vector<RunningTask> running;                       // in order of their start
    Definitions definitions;
    std::map<std::string, StoredProfile, std::less<>> profiles;
    Findings findings;
    std::optional<CheckQuestion> question;  // what somebody wants to have explained
    std::vector<CheckAnswer> answers;       // in the order of the audits
};

/// Keeps a profile that is not in the account yet, and what events echo of it.
StoredProfile& add_profile(AccountState& account, SecurityProfile profile, fleet::Time now);
/// A new version of a stored profile.
void change_profile(AccountState& account, StoredProfile& stored, SecurityProfile profile,
                    fleet::Time now);

}  // namespace engine
