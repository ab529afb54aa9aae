#include "engine/audit_rehearsal.hpp"

#include <nlohmann/json.hpp>

#include "engine/operations.hpp"
#include "fleet/base/error.hpp"

namespace engine {

struct AuditRehearsal::Desk {
    explicit Desk(const RunFrame& frame) : now(frame.start), detect(inventory, dictionary) {
        inventory.account.id = frame.account_id;
        inventory.account.region = frame.region;
    }

    fleet::Time now;
    fleet::Inventory inventory;
    fleet::Dictionary dictionary;
    fleet::ConnectionHistory history;
    Detect detect;
    AccountState account;
    std::vector<fleet::Change> requests;
};

AuditRehearsal::AuditRehearsal(const RunFrame& frame) : desk_(std::make_unique<Desk>(frame)) {}
AuditRehearsal::~AuditRehearsal() = default;

std::string AuditRehearsal::perform(std::string_view name, const fleet::Json& request) {
    const auto* operation = operation_named(name);
    fleet::require(operation != nullptr, "a rehearsed operation is in the table");
    OperationContext context{.account = desk_->account,
                             .inventory = desk_->inventory,
                             .history = desk_->history,
                             .dictionary = desk_->dictionary,
                             .detect = desk_->detect,
                             .requests = desk_->requests,
                             .now = desk_->now,
                             .enabled_since = desk_->now};
    return operation->perform(context, request).message;
}

}  // namespace engine
