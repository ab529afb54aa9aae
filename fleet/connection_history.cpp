#include "fleet/connection_history.hpp"

#include "fleet/base/error.hpp"

namespace fleet {
namespace {
constexpr std::uint32_t none = 0xFFFFFFFFU;
}

void ConnectionHistory::add(const Observation& observation) {
    const bool connects = observation.kind == ObservationKind::connected;
    if (!wants(observation.kind)) return;
    require(observation.client_id != no_name, "a connection belongs to a client id");
    if (observation.client_id >= open_.size()) open_.resize(observation.client_id + 1, none);
    auto& open = open_[observation.client_id];
    if (open != none) {
        intervals_[open].disconnected = observation.time;
        intervals_[open].is_displaced = observation.reason == Reason::duplicate_client_id;
        open = none;
    }
    if (!connects) return;
    open = static_cast<std::uint32_t>(intervals_.size());
    intervals_.push_back({.client_id = observation.client_id,
                          .certificate_id = observation.certificate_id,
                          .connected = observation.time,
                          .disconnected = std::nullopt,
                          .is_displaced = false});
}

}  // namespace fleet
