// The transport over mutual TLS to a private Mosquitto: same semantics as the broker in memory,
// and held to it event by event.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "sim/transport.hpp"

namespace sim {

struct WireSettings {
    std::filesystem::path tap;  // empty: beside the running program, or in ../lib/fleetdrill
    std::chrono::milliseconds patience{10'000};  // without any progress, before a round has failed
    std::size_t lane_max = 0;  // clients in one process; 0: as many as its descriptors allow
};

/// Starts the broker and connects the cloud; of more actors than one process can hold, a broker and
/// a process for each part of them (World::troupes stay together), while no other thread may run.
/// Raises Error when there is no mosquitto, no tap, or no room on this machine.
std::unique_ptr<Transport> make_wire_transport(const World& world, const WireSettings& settings);

}  // namespace sim
