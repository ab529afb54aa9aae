// Audits over time: a task is started, its checks are evaluated on the registry and the history of
// their instant, and what they found is stated half a second later (docs/audit-semantics §5).
#pragma once

#include <optional>
#include <span>
#include <string>

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

/// The world as the auditor can read it now.
struct AuditView {
    const fleet::Inventory& inventory;
    const fleet::ConnectionHistory& history;
    const fleet::Dictionary& dictionary;
};

/// Starts an on-demand audit of enabled checks and returns its id; its checks are evaluated at
/// once.
std::string start_audit(AccountState& account, const AuditView& view, fleet::Time now,
                        std::span<const AuditCheck* const> checks);
/// When a running audit has something to do next; none when every task is terminal.
std::optional<fleet::Time> next_audit_step(const AccountState& account);
/// Does what is due at `now`; ended tasks are notified and counted.
void continue_audits(AccountState& account, const AuditView& view, fleet::Time now);
/// Ends an unfinished task: unfinished checks become CANCELED, finished ones keep their results.
void cancel_audit(AccountState& account, const AuditView& view, fleet::Time now,
                  const std::string& task_id);

}  // namespace engine
