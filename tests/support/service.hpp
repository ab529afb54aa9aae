// An account one can talk to: a fleet, what was seen of it, and the service's state around them.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "engine/audit/checks.hpp"
#include "engine/operations.hpp"
#include "tests/support/fleets.hpp"

namespace support {

/// Runs one check over a fleet as an audit at noon would, its parameter at the default.
engine::CheckResult run_check(std::string_view name, const FleetBuilder& fleet,
                              const TrafficBuilder& traffic);
engine::CheckResult run_check(std::string_view name, const FleetBuilder& fleet);
/// The values that identify what was found, in order.
std::vector<std::string> found_in(const engine::CheckResult& result);

class Service {
  public:
    explicit Service(const FleetBuilder& fleet);
    Service(const FleetBuilder& fleet, const TrafficBuilder& traffic);

    /// Performs an operation now.
    engine::OperationResult ask(std::string_view operation, const std::string& request);
    /// The response of one that must succeed.
    fleet::Json answer(std::string_view operation, const std::string& request);
    /// Enables checks with the default role.
    Service& enable(std::initializer_list<std::string_view> checks);
    /// Starts an audit of these checks, which must succeed, and returns the task's id.
    std::string start(std::initializer_list<std::string_view> checks);
    /// Lets time pass, audits going on and scheduled ones starting.
    Service& wait(fleet::Duration duration);

    /// Creates a scheduled audit of these checks; `days` is what the request says of them.
    Service& schedule(std::string_view name, std::string_view frequency, std::string_view days,
                      std::initializer_list<std::string_view> checks);
    /// The code of an operation that is refused, or an empty text.
    std::string code(std::string_view operation, const std::string& request);

    fleet::Json describe(const std::string& task);
    const engine::Findings& findings() const { return account.findings; }

    fleet::Inventory inventory;
    std::shared_ptr<const fleet::Dictionary> dictionary;
    fleet::ConnectionHistory history;
    engine::AccountState account;
    engine::Detect detect;
    std::vector<fleet::Change> requests;
    fleet::Time now = noon;
    fleet::Time enabled_since;
};

}  // namespace support
