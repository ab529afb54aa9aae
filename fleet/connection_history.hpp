// Who was connected when, and with which certificate: intervals folded from observations in one
// pass. What the broker said of connections is all that the history-reading audit checks need.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "fleet/base/time.hpp"
#include "fleet/observation.hpp"

namespace fleet {

/// One accepted connection.
struct ConnectionInterval {
    NameId client_id = no_name;
    NameId certificate_id = no_name;
    Time connected;
    std::optional<Time> disconnected;  // none: still open
    bool is_displaced = false;         // ended because its client id connected once more

    bool operator==(const ConnectionInterval&) const = default;
};

class ConnectionHistory {
  public:
    /// Only `connected` and `disconnected` say anything of connections; others may be spared `add`.
    static bool wants(ObservationKind kind) {
        return kind == ObservationKind::connected || kind == ObservationKind::disconnected;
    }
    /// Observations of one client id in time order. Only `connected` and `disconnected` matter; a
    /// disconnection whose connect was never observed tells of no interval and is passed over. A
    /// connect of a client id whose end nobody reported ends the older interval at that instant,
    /// undisplaced: only the broker's own word counts as a displacement.
    void add(const Observation& observation);
    /// Those of one client id by time of connect.
    std::span<const ConnectionInterval> intervals() const { return intervals_; }

  private:
    std::vector<ConnectionInterval> intervals_;
    std::vector<std::uint32_t> open_;  // by client id: the open interval, or none
};

}  // namespace fleet
