// The messages the service sends to SNS: their bodies, and whether a role may send them at all.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/account/account_state.hpp"
#include "engine/finding.hpp"
#include "fleet/inventory.hpp"

namespace engine {

/// The message on an ended task, compact; times are integer milliseconds (docs/audit-semantics
/// §7.1).
std::string audit_message(std::string_view account_id, const AuditTask& task);
/// The alert on one violation event, compact; `behavior_json` is the behaviour as stored
/// (docs/audit-semantics §7.2).
std::string alert_message(const ViolationEvent& event, std::string_view behavior_json);

/// Appends the message for `target`; marked as not sent, with the reason, when the target is not
/// enabled or its role may not publish to the topic.
void notify(std::vector<Notification>& notifications, const fleet::Inventory& inventory,
            const NotificationTarget& target, fleet::Time time, std::string message);

}  // namespace engine
