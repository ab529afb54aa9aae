// The card of an AWS operation: its name and the one function that performs it on the state of the
// service. A scenario's sections, its timeline, and whatever asks later use the same table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/account/account_state.hpp"
#include "engine/audit/audit.hpp"
#include "engine/detect/detect.hpp"
#include "fleet/base/json.hpp"
#include "fleet/change.hpp"

namespace engine {

/// Everything an operation may read and alter.
struct OperationContext {
    AccountState& account;
    fleet::Inventory& inventory;
    const fleet::ConnectionHistory& history;
    const fleet::Dictionary& dictionary;
    Detect& detect;
    std::vector<fleet::Change>& requests;  // what the rest of the world is asked to follow
    fleet::Time now;
    fleet::Time enabled_since;  // when a check that is enabled now counts as enabled

    AuditView view() const { return {inventory, history, dictionary}; }
};

/// A response, or a refusal as AWS words it.
struct OperationResult {
    std::string response;  // compact JSON; empty when refused
    std::string code;      // "InvalidRequestException"; empty when it succeeded
    int http = 200;
    std::string message;
};

OperationResult succeeded(const fleet::Json& response);
OperationResult invalid_request(std::string message);     // 400
OperationResult resource_not_found(std::string message);  // 404
OperationResult already_exists(std::string message);      // 409
OperationResult version_conflict(std::string message);    // 409
OperationResult limit_exceeded(std::string message);      // 410

struct Operation {
    std::string_view name;
    OperationResult (*perform)(OperationContext& context, const fleet::Json& request) = nullptr;
    /// It alters the registry, or what is collected of it: every shard of a run performs it. The
    /// others are performed where the shards are merged.
    bool alters_world = false;
};

}  // namespace engine
