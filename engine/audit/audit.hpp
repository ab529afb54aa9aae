// Audits over time: a task is started, its checks are evaluated on the registry and the history of
// their instant, and what they found is stated half a second later (docs/audit-semantics §5).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/account/account_state.hpp"
#include "fleet/base/time.hpp"
#include "fleet/connection_history.hpp"
#include "fleet/dictionary.hpp"
#include "fleet/inventory.hpp"

namespace engine {

/// From the evaluation of a check to its result. A constant, so that equal runs are equal.
inline constexpr fleet::Duration audit_duration{500};
/// Further on-demand audits are refused while so many run.
inline constexpr std::size_t on_demand_audits_max = 10;
/// Tasks and findings can be asked for so long, counted from the start of the task.
inline constexpr std::chrono::days audit_retention{90};

/// The world as the auditor can read it now.
struct AuditView {
    const fleet::Inventory& inventory;
    const fleet::ConnectionHistory& history;
    const fleet::Dictionary& dictionary;
};

/// Starts an audit and returns its id; its checks are evaluated at once, those that are not enabled
/// fail. `schedule` is the scheduled audit that it is a run of; empty: on demand.
std::string start_audit(AccountState& account, const AuditView& view, fleet::Time now,
                        std::span<const AuditCheck* const> checks, std::string_view schedule = {});
/// Starts the audits that are scheduled at `now`, by name.
void start_scheduled_audits(AccountState& account, const AuditView& view, fleet::Time now);
/// When the next audit is scheduled.
std::optional<fleet::Time> next_scheduled_start(const AccountState& account);
/// Is what a task of this start stated still kept at `now`?
inline bool is_retained(fleet::Time task_start, fleet::Time now) {
    return task_start >= now - audit_retention;
}
/// When a running audit has something to do next; none when every task is terminal.
std::optional<fleet::Time> next_audit_step(const AccountState& account);
/// Does what is due at `now`; ended tasks are notified and counted.
void continue_audits(AccountState& account, const AuditView& view, fleet::Time now);
/// Ends an unfinished task: unfinished checks become CANCELED, finished ones keep their results.
void cancel_audit(AccountState& account, const AuditView& view, fleet::Time now,
                  const std::string& task_id);

}  // namespace engine
