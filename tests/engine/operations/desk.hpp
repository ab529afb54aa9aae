// The service's desk for what the operations on security profiles need: the two pumps of a Watch,
// an account, and requests around one small profile.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/operations.hpp"
#include "fleet/connection_history.hpp"
#include "tests/engine/detect/watch.hpp"

namespace support {

/// A CreateSecurityProfile request: one behaviour "Flood", fewer than `limit` messages in a slot;
/// `more` goes into the behaviour.
std::string flood_profile(std::string_view name, unsigned limit = 10, std::string_view more = "");

class Desk {
  public:
    /// Performs an operation now.
    engine::OperationResult ask(std::string_view operation, const std::string& request);
    /// The response of one that must succeed.
    fleet::Json answer(std::string_view operation, const std::string& request);
    engine::OperationResult attach(std::string_view profile, std::string_view target_tail);
    /// Creates flood_profile("guard") and puts it in force for all things.
    Desk& guard(std::string_view more = "");
    /// Plays the next slot; what happens goes to the findings of the account.
    void slot(const std::vector<Seen>& seen);

    Watch watch;
    engine::AccountState account;

  private:
    fleet::ConnectionHistory history_;
    std::vector<fleet::Change> requests_;
};

}  // namespace support
