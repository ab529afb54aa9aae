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
};

/// Starts the broker and connects the cloud. Raises Error when there is no mosquitto, no tap, or
/// when the actors need more descriptors than this process may have.
std::unique_ptr<Transport> make_wire_transport(const World& world, const WireSettings& settings);

}  // namespace sim
